namespace TwoFactor;

internal sealed class ImportCommand : AccountCommand<FactorChangeResult>
{
    /// <summary>At least one, none of them a backup.</summary>
    public required IReadOnlyList<Factor> Factors { get; init; }

    /// <summary>Codes of the other system; null if there are none.</summary>
    public Factor? RecoveryCodes { get; init; }

    public bool OnlyIfNew { get; init; }

    public required string Actor { get; init; }

    public override FactorChangeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<FactorChangeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (OnlyIfNew && (account.IsEnabled || account.ResetAt is not null))
            return Conflict("The user has a factor already, or was reset.");

        if (Factors.Any(f => HasSecret(account, f)))
            return Conflict("The user has a factor with this secret already.");

        var own = Array.FindAll(account.Factors, f => !f.IsBackup && f.Status != FactorStatus.Pending).Length;
        if (own + Factors.Count > context.Options.Enrollment.MaxFactors)
            return new(null, new() { Outcome = TwoFactorOutcome.LimitReached }, []);

        var change = new AccountChange(account, context);
        change.ForgiveIfUnusable();
        foreach (var factor in Factors)
            change.Add(Created(factor, context));

        // Codes that the user was given here are not taken away.
        var codes = RecoveryCodeRules.Find(account) is null ? RecoveryCodes : null;
        if (codes is not null)
            change.Add(Created(codes, context));

        change.Account = change.Account with { MustEnroll = false };
        change.BumpEpoch();
        foreach (var factor in Factors)
            change.Record(AuditEventTypes.FactorImported, factor, detail: factor.IsWeak ? "weak" : null, actor: Actor);

        if (codes is not null)
            change.Record(AuditEventTypes.FactorImported, codes, actor: Actor);

        return change.Done(
            new FactorChangeResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                Factor = new FactorInfo(Created(Factors[0], context), change.Context.Methods),
                Epoch = change.Account.Epoch,
            }
        );
    }

    private static Factor Created(Factor factor, RuleContext context) => factor with { CreatedAt = context.Now };

    private static bool HasSecret(TwoFactorAccount account, Factor factor) =>
        factor.Method == FactorMethodNames.Totp
        && Array.Exists(
            account.Factors,
            f => f.Method == FactorMethodNames.Totp && TotpState.SameSecret(f.State, factor.State)
        );

    private static Transition<FactorChangeResult> Conflict(string message) =>
        new(null, new() { Outcome = TwoFactorOutcome.Conflict, Message = message }, []);
}
