namespace TwoFactor;

internal sealed class RenameCommand : AccountCommand<FactorChangeResult>
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public required string FactorId { get; init; }

    public required string Name { get; init; }

    public override FactorChangeResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<FactorChangeResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.FindFactor(FactorId) is not { IsBackup: false } factor || factor.IsExpired(context.Now))
            return new(null, new() { Outcome = TwoFactorOutcome.NotFound }, []);

        // The same name again changes nothing.
        if (factor.Name == Name)
            return new(null, Renamed(account, factor, context), []);

        var change = new AccountChange(account, context);
        if (!MayRename(change, out var wait))
            return new(null, new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = wait }, []);

        var renamed = factor with { Name = Name };
        change.Replace(renamed);
        change.Record(AuditEventTypes.FactorRenamed, renamed);
        return change.Done(Renamed(change.Account, renamed, context));
    }

    // A rename asks for no proof, so a day has only so many: each is a write and an event.
    private static bool MayRename(AccountChange change, out TimeSpan? wait)
    {
        var account = change.Account;
        var isNewDay = account.RenamesSince is not { } since || change.Now - since >= s_day;
        wait = isNewDay ? null : account.RenamesSince + s_day - change.Now;
        if (!isNewDay && account.Renames >= change.Options.Enrollment.MaxRenamesPerDay)
            return false;

        change.Account = account with
        {
            Renames = isNewDay ? 1 : account.Renames + 1,
            RenamesSince = isNewDay ? change.Now : account.RenamesSince,
        };
        return true;
    }

    private static FactorChangeResult Renamed(TwoFactorAccount account, Factor factor, RuleContext context) =>
        new()
        {
            Outcome = TwoFactorOutcome.Accepted,
            Factor = new FactorInfo(factor, context.Methods),
            Epoch = account.Epoch,
        };
}
