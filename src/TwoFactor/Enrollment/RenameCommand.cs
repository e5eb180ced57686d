namespace TwoFactor;

internal sealed class RenameCommand : AccountCommand<FactorChangeResult>
{
    public required string FactorId { get; init; }

    public required string Name { get; init; }

    public override FactorChangeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<FactorChangeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.FindFactor(FactorId) is not { IsBackup: false } factor || factor.IsExpired(context.Now))
            return new(null, new() { Outcome = TwoFactorOutcome.NotFound }, []);

        var change = new AccountChange(account, context);
        var renamed = factor with { Name = Name };
        change.Replace(renamed);
        change.Record(AuditEventTypes.FactorRenamed, renamed);
        return change.Done(
            new FactorChangeResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                Factor = new FactorInfo(renamed),
                Epoch = change.Account.Epoch,
            }
        );
    }
}
