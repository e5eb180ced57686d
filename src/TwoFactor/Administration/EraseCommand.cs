namespace TwoFactor;

/// <summary>
/// A reset that keeps no trail but its own event, and no facts of the user. Asked for again, it leaves the event that
/// is there.
/// </summary>
internal sealed class EraseCommand : ResetCommand
{
    /// <summary>
    /// Whether it goes on where there are events behind the one that says so, which nobody but an intruder or an older
    /// backup brings.
    /// </summary>
    public bool IsAgain { get; init; }

    protected override string EventType => AuditEventTypes.Erased;

    public override Transition<ResetResult> Apply(TwoFactorAccount account, RuleContext context) =>
        account.IsErased && !IsAgain && Actor != UserId
            ? new(null, new ResetResult { Outcome = TwoFactorOutcome.Accepted, ResetAt = account.UpdatedAt }, [])
            : base.Apply(account, context);

    protected override TwoFactorAccount Emptied(TwoFactorAccount account, DateTimeOffset now) =>
        new()
        {
            UserId = account.UserId,
            Epoch = account.Epoch,
            AuditSequence = account.AuditSequence,
            AuditHash = account.AuditHash,
            AuditStart =
                account.AuditSequence == 0
                    ? null
                    : new TrailStart { Sequence = account.AuditSequence, Hash = account.AuditHash },
            MustEnroll = true,
        };
}
