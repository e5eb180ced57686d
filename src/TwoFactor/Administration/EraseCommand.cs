namespace TwoFactor;

/// <summary>
/// A reset that also drops the audit trail, except its own event, and all facts about the user. Repeated, it keeps the
/// existing event.
/// </summary>
internal sealed class EraseCommand : ResetCommand
{
    /// <summary>
    /// Whether to erase again if the tombstone has events after it, which only an intruder or an older backup can
    /// cause.
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
