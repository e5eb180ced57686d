using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>The side effect of a challenge: sends the prepared message once the challenge is written, and records what became of it.</summary>
internal sealed class FactorDispatch(AccountEngine engine, ILogger<FactorDispatch> logger)
{
    public async ValueTask<ChallengeResult> SendAsync(string userId, ChallengeAnswer answer, CancellationToken cancellationToken)
    {
        var result = answer.Result;
        TwoFactorTelemetry.Challenged(result.Method, result.Outcome);
        if (answer.Send is null)
            return result;

        result.Delivery = await SendAsync(answer.Send, result.Method, cancellationToken).ConfigureAwait(false);
        if (result.Delivery.Attempts.Count > 0)
            await RecordAsync(userId, answer.Send.ChallengeId, result.Delivery).ConfigureAwait(false);

        return result;
    }

    // The challenge is written and its id must reach the caller: whoever asks again after the wait gets a new code.
    private async ValueTask<FactorDelivery> SendAsync(PreparedSend send, string? method, CancellationToken cancellationToken)
    {
        try
        {
            return await send.Sender.SendAsync(send.Message, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.SendFailed(method, e.GetType().Name);
            return FactorDelivery.Ambiguous;
        }
    }

    // The message is out whether or not this is written.
    private async ValueTask RecordAsync(string userId, string challengeId, FactorDelivery delivery)
    {
        try
        {
            var command = new RecordDeliveryCommand { UserId = userId, ChallengeId = challengeId, Attempts = delivery.Attempts };
            await engine.ExecuteAsync(command, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.DeliveryNotRecorded(e);
        }
    }
}
