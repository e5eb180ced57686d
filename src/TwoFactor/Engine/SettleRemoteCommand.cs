namespace TwoFactor;

/// <summary>
/// Takes back the failure that was counted for an attempt, in a separate write. So a code that was right, or that was
/// never checked, costs nothing, whatever the original command does then. A wrong guess at a factor that this library
/// checks stays counted.
/// </summary>
internal sealed class SettleRemoteCommand : AccountCommand<bool>
{
    public required RemoteVerdict Verdict { get; init; }

    public override bool Contended => false;

    public override Transition<bool> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.RemoteCheck is not { IsProven: false } waiting || waiting.Id != Verdict.Id)
            return new(null, false, []);

        if (waiting.IsGuess && Verdict.Result != RemoteCheckResult.Right)
            return new(null, false, []);

        var change = new AccountChange(account, context);
        FailureRules.Count(change, waiting.IsPending ? waiting.FactorId : null, -1);
        change.Account = change.Account with
        {
            RemoteCheck = Verdict.Result == RemoteCheckResult.Right ? waiting with { IsProven = true } : null,
        };
        if (Verdict.Result != RemoteCheckResult.Right)
            change.Record(
                AuditEventTypes.Verification,
                account.FindFactor(waiting.FactorId),
                TwoFactorOutcome.Throttled,
                detail: "the vendor was not reached"
            );

        return change.Done(true);
    }
}
