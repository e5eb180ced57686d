using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>
/// The clearance of one request to send. It is requested before anything is written, requested again if the message
/// changes after a lost write conflict, and released if nothing is sent.
/// </summary>
internal sealed class SendReservation(ILogger logger)
{
    private SendClearance? _clearance;
    private string? _recipient;

    /// <summary>
    /// Whether something is reserved. From then on a cancelled request still counts as a request for a message.
    /// </summary>
    public bool IsHeld => _clearance is not null;

    /// <summary>Reserves what a message needs, unless it needs nothing or is reserved already.</summary>
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
    /// Releases the reservation, because nothing will be sent. If that fails, the user loses one permit, nothing more.
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
#pragma warning disable CA1031 // A third-party method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.NotGivenBack(e.GetType().Name);
        }
    }
}
