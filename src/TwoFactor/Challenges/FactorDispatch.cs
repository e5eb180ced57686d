using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>The side effect of a challenge: sends the prepared message once the challenge is written.</summary>
internal sealed class FactorDispatch(ILogger<FactorDispatch> logger)
{
    public async ValueTask<ChallengeResult> SendAsync(ChallengeAnswer answer, CancellationToken cancellationToken)
    {
        var result = answer.Result;
        TwoFactorTelemetry.Challenged(result.Method, result.Outcome);
        if (answer.Sender is not null && answer.Message is not null)
            result.Delivery = await SendAsync(answer.Sender, answer.Message, result.Method, cancellationToken).ConfigureAwait(false);

        return result;
    }

    // The challenge is written and its id must reach the caller: whoever asks again after the wait gets a new code.
    private async ValueTask<FactorDelivery> SendAsync(IFactorSender sender, FactorMessage message, string? method, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.SendFailed(method, e.GetType().Name);
            return FactorDelivery.Ambiguous;
        }
    }
}
