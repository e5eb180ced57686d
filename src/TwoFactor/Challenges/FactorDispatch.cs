namespace TwoFactor;

/// <summary>The side effect of a challenge: sends the prepared message once the challenge is written.</summary>
internal static class FactorDispatch
{
    public static async ValueTask<ChallengeResult> SendAsync(ChallengeAnswer answer, CancellationToken cancellationToken)
    {
        var result = answer.Result;
        TwoFactorTelemetry.Challenged(result.Method, result.Outcome);
        if (answer.Sender is null || answer.Message is null)
            return result;

        var delivery = await answer.Sender.SendAsync(answer.Message, cancellationToken).ConfigureAwait(false);
        return new ChallengeResult
        {
            Outcome = result.Outcome,
            ChallengeId = result.ChallengeId,
            FactorId = result.FactorId,
            Method = result.Method,
            Destination = result.Destination,
            ExpiresAt = result.ExpiresAt,
            ResendAt = result.ResendAt,
            Delivery = delivery,
        };
    }
}
