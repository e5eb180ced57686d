namespace TwoFactor;

internal sealed class ImportCommand : AccountCommand<FactorChangeResult>
{
    public required string FactorId { get; init; }

    public required string Name { get; init; }

    public required byte[] State { get; init; }

    public bool IsWeak { get; init; }

    public required string Actor { get; init; }

    public override FactorChangeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<FactorChangeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (
            Array.Exists(
                account.Factors,
                f => f.Method == FactorMethodNames.Totp && TotpState.SameSecret(f.State, State)
            )
        )
            return new(
                null,
                new()
                {
                    Outcome = TwoFactorOutcome.Conflict,
                    Message = "The user already has a factor with this secret.",
                },
                []
            );

        if (
            Array.FindAll(account.Factors, f => !f.IsBackup && f.Status != FactorStatus.Pending).Length
            >= context.Options.Enrollment.MaxFactors
        )
            return new(null, new() { Outcome = TwoFactorOutcome.LimitReached }, []);

        var change = new AccountChange(account, context);
        var factor = new Factor
        {
            Id = FactorId,
            Method = FactorMethodNames.Totp,
            Name = Name,
            Status = FactorStatus.Active,
            IsBackup = false,
            IsImported = true,
            IsWeak = IsWeak,
            CreatedAt = context.Now,
            State = State,
        };
        change.ForgiveIfUnusable();
        change.Add(factor);
        change.Account = change.Account with { MustEnroll = false };
        change.BumpEpoch();
        change.Record(AuditEventTypes.FactorImported, factor, detail: IsWeak ? "weak" : null, actor: Actor);
        return change.Done(
            new FactorChangeResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                Factor = new FactorInfo(factor),
                Epoch = change.Account.Epoch,
            }
        );
    }
}
