using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Sends the message of a challenge after the challenge was written, and records the result.</summary>
internal sealed class FactorDispatch(AccountEngine engine, TimeProvider clock, ILogger<FactorDispatch> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <returns>What became of the message; null if there is none.</returns>
    public async ValueTask<FactorDelivery?> SendAsync(
        string userId,
        PreparedSend? send,
        CancellationToken cancellationToken
    ) =>
        send is null
            ? null
            : await WaitAsync(SendAndRecordAsync(userId, send), cancellationToken).ConfigureAwait(false);

    // A caller that disconnects does not cancel the send. The send goes on without being waited for, and its result is
    // recorded.
    private static async ValueTask<FactorDelivery> WaitAsync(
        Task<FactorDelivery> sending,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return FactorDelivery.Ambiguous;
        }
    }

    private async Task<FactorDelivery> SendAndRecordAsync(string userId, PreparedSend send)
    {
        using var patience = new CancellationTokenSource(s_patience, clock);
        var delivery = await SendAsync(send, patience.Token).ConfigureAwait(false);
        if (delivery.Attempts.Count > 0)
            await RecordAsync(userId, send.ChallengeId, delivery).ConfigureAwait(false);

        return delivery;
    }

    // The challenge is written, and its id must reach the caller, so no exception may leave here. The user can ask for
    // a new code after the cool-down.
    private async ValueTask<FactorDelivery> SendAsync(PreparedSend send, CancellationToken cancellationToken)
    {
        try
        {
            return await send.Sender.SendAsync(send.Message, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A third-party method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.SendFailed(send.Factor.Method, e.GetType().Name);
            return FactorDelivery.Ambiguous;
        }
    }

    // The message was sent, whether or not this can be written.
    private async ValueTask RecordAsync(string userId, string challengeId, FactorDelivery delivery)
    {
        try
        {
            var command = new RecordDeliveryCommand
            {
                UserId = userId,
                ChallengeId = challengeId,
                Attempts = delivery.Attempts,
            };
            await engine.ExecuteAsync(command, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.DeliveryNotRecorded(e);
        }
    }
}
