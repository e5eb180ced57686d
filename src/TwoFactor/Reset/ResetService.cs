namespace TwoFactor;

internal sealed class ResetService(AccountEngine engine, TemporaryCodeMethod temporaryCodes) : IResetService
{
    public async Task<ResetResult> ResetAsync(ResetRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfBad();
        using var activity = TwoFactorTelemetry.Start("reset");
        var command = new ResetCommand
        {
            UserId = request.UserId,
            Actor = request.Actor,
            Reason = request.Reason,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TemporaryCodeResult> IssueTemporaryCodeAsync(
        ResetRequest request,
        TimeSpan? validFor = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfBad();
        using var activity = TwoFactorTelemetry.Start("temporary_code");
        var options = engine.Options.Reset;
        var lifetime = validFor ?? options.TemporaryCodeLifetime;
        if (lifetime < TimeSpan.FromMinutes(1) || lifetime > options.MaxTemporaryCodeLifetime)
            return new()
            {
                Outcome = TwoFactorOutcome.InvalidInput,
                Message =
                    $"A temporary code is valid for 1 minute to {options.MaxTemporaryCodeLifetime}; {lifetime} "
                    + "was asked for.",
            };

        var command = new IssueTemporaryCodeCommand
        {
            UserId = request.UserId,
            FactorId = RandomId.Create(),
            Draft = temporaryCodes.Begin(
                new FactorEnrollment
                {
                    UserId = request.UserId,
                    AccountName = request.UserId,
                    Now = engine.Now,
                }
            ),
            ValidFor = lifetime,
            Actor = request.Actor,
            Reason = request.Reason,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
