using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>
/// The clearance of one request to send: asked for before anything is written, again if a lost race sends the message
/// elsewhere, and given back if nothing is sent.
/// </summary>
internal sealed class SendReservation(ILogger logger)
{
    private SendClearance? _clearance;
    private string? _recipient;

    /// <summary>Whether something is reserved: from then on whoever leaves has still asked for a message.</summary>
    public bool IsHeld => _clearance is not null;

    /// <summary>Reserves what a message needs, if it needs anything and that is not reserved yet.</summary>
    /// <returns>A refusal, or null.</returns>
    public async ValueTask<SendClearance?> HoldAsync(PreparedSend? send, CancellationToken cancellationToken)
    {
        if (IsHeld && _recipient == send?.Message.Recipient)
            return null;

        await GiveBackAsync().ConfigureAwait(false);
        if (send is null)
            return null;

        var clearance = await send.Sender.ReserveAsync(send.Message, cancellationToken).ConfigureAwait(false);
        if (!clearance.IsGranted)
            return clearance;

        (_clearance, _recipient) = (clearance, send.Message.Recipient);
        return null;
    }

    /// <summary>
    /// Nothing was sent, and nothing will be. What cannot be given back costs its user a permit, and nothing else.
    /// </summary>
    public async ValueTask GiveBackAsync()
    {
        var clearance = _clearance;
        _clearance = null;
        try
        {
            if (clearance is not null)
                await clearance.GiveBackAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.NotGivenBack(e.GetType().Name);
        }
    }
}
