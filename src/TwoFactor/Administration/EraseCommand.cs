namespace TwoFactor;

/// <summary>A reset that keeps no trail but its own event, and no facts of the user.</summary>
internal sealed class EraseCommand : ResetCommand
{
    protected override string EventType => AuditEventTypes.Erased;

    protected override TwoFactorAccount Emptied(TwoFactorAccount account, DateTimeOffset now) => new()
    {
        UserId = account.UserId,
        Epoch = account.Epoch,
        AuditSequence = account.AuditSequence,
        AuditHash = account.AuditHash,
        AuditStart = new TrailStart { Sequence = account.AuditSequence, Hash = account.AuditHash },
        MustEnroll = true,
    };
}
