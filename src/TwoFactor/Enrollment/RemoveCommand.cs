namespace TwoFactor;

internal sealed class RemoveCommand : AccountCommand<FactorChangeResult>
{
    public required string FactorId { get; init; }

    public required FreshProof? Proof { get; init; }

    /// <summary>The policy as last read. It decides whether the last factor may be removed.</summary>
    public required RequirementPolicy Policy { get; init; }

    public IReadOnlyList<string>? Roles { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public override FactorChangeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<FactorChangeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (FactorId == RemovalRequest.AllFactors)
            return ApplyToAll(account, context);

        if (account.FindFactor(FactorId) is not { IsBackup: false } factor || factor.IsExpired(context.Now))
            return new(null, new() { Outcome = TwoFactorOutcome.NotFound }, []);

        var change = new AccountChange(account, context);
        if (IsLastOfRequired(account, factor) || IsLastOfResistant(account, factor, context.Methods.Resistant))
        {
            RecordRefusal(change, factor);
            return change.Refused(new FactorChangeResult { Outcome = TwoFactorOutcome.RequiredByPolicy });
        }

        var proof = ProofRules.Check(change, Proof);
        if (proof.Outcome != TwoFactorOutcome.Accepted)
            return change.Refused(FactorChangeResult.Refused(proof));

        change.Remove(factor);
        if (!change.Account.IsEnabled)
            change.Account = change.Account with { Factors = Array.FindAll(change.Account.Factors, f => !f.IsBackup) };

        // A pending factor has protected nothing yet.
        if (factor.Status == FactorStatus.Pending)
        {
            change.Record(AuditEventTypes.EnrollmentCancelled, factor);
        }
        else
        {
            change.BumpEpoch();
            change.Record(AuditEventTypes.FactorRemoved, factor);
        }

        return change.Done(
            new FactorChangeResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                Factor = new FactorInfo(factor, change.Context.Methods),
                Epoch = change.Account.Epoch,
            }
        );
    }

    private Transition<FactorChangeResult> ApplyToAll(TwoFactorAccount account, RuleContext context)
    {
        var removed = Array.FindAll(account.Factors, f => !f.IsBackup && f.Status != FactorStatus.Pending);
        if (removed.Length == 0)
            return new(null, new() { Outcome = TwoFactorOutcome.NotFound }, []);

        var change = new AccountChange(account, context);
        if (IsRequired(account))
        {
            RecordRefusal(change, null);
            return change.Refused(new FactorChangeResult { Outcome = TwoFactorOutcome.RequiredByPolicy });
        }

        var proof = ProofRules.Check(change, Proof);
        if (proof.Outcome != TwoFactorOutcome.Accepted)
            return change.Refused(FactorChangeResult.Refused(proof));

        change.Account = change.Account with { Factors = [] };
        change.BumpEpoch();
        foreach (var factor in removed)
            change.Record(AuditEventTypes.FactorRemoved, factor);

        return change.Done(
            new FactorChangeResult { Outcome = TwoFactorOutcome.Accepted, Epoch = change.Account.Epoch }
        );
    }

    // Who proves nothing writes no events.
    private void RecordRefusal(AccountChange change, Factor? factor)
    {
        if (ProofRules.HasPassword(change, Proof))
            change.Record(AuditEventTypes.RemovalRefused, factor, TwoFactorOutcome.RequiredByPolicy);
    }

    private bool IsUnknown() =>
        Policy.Requirement switch
        {
            Requirement.Roles => Roles is null,
            Requirement.Groups => Groups is null,
            _ => false,
        };

    // If a second factor was required at the last sign-in, it counts as required now, whatever roles this caller knows.
    // In doubt the factor stays.
    private bool IsLastOfRequired(TwoFactorAccount account, Factor factor)
    {
        var isLast =
            factor.Status != FactorStatus.Pending
            && !Array.Exists(account.Factors, f => !f.IsBackup && f.Status == FactorStatus.Active && f.Id != factor.Id);
        return isLast && IsRequired(account);
    }

    // In doubt it stays, as above.
    private bool IsLastOfResistant(TwoFactorAccount account, Factor factor, IReadOnlySet<string> resistant) =>
        ResistanceRules.IsLast(account, resistant, factor) && IsResistanceDemanded(account);

    private bool IsResistanceDemanded(TwoFactorAccount account) =>
        Policy.PhishingResistantRoles.Count > 0
        && (
            account.ResistantSince is not null
            || Roles is null
            || RequirementRules.Matches(Policy.PhishingResistantRoles, Roles).Any()
        );

    private bool IsRequired(TwoFactorAccount account) =>
        Policy.CanRequire
        && (
            account.RequiredSince is not null
            || IsUnknown()
            || RequirementRules.Requires(Policy, new SignInFacts(Roles ?? [], Groups ?? []), [])
            || IsResistanceDemanded(account)
        );
}
