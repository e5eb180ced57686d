namespace TwoFactor;

internal sealed class NotMeService(AccountEngine engine, NotMeReferences references) : INotMeService
{
    public async Task<TwoFactorOutcome> ReportAsync(string? reference, CancellationToken cancellationToken = default)
    {
        using var activity = TwoFactorTelemetry.Start("not_me");
        if (reference is null || !references.TryOpen(reference, engine.Now, out var userId, out var challengeId))
            return TwoFactorOutcome.NotFound;

        // The command goes before others. A link that is followed again must not.
        var account = await engine.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        if (ChallengeRules.Find(account, challengeId, engine.Now, engine.Options) is null)
            return TwoFactorOutcome.NotFound;

        var command = new NotMeCommand { UserId = userId, ChallengeId = challengeId };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
