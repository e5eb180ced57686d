namespace TwoFactor;

internal sealed class RevokeDeviceCommand : AccountCommand<TwoFactorOutcome>
{
    /// <summary>The device, or null for all of them.</summary>
    public string? DeviceId { get; init; }

    public override bool IsUrgent => true;

    public override TwoFactorOutcome Contended => TwoFactorOutcome.Throttled;

    public override Transition<TwoFactorOutcome> Apply(TwoFactorAccount account, RuleContext context)
    {
        var kept = Array.FindAll(account.Devices, d => DeviceId is not null && d.Id != DeviceId);
        if (kept.Length == account.Devices.Length)
            return new(null, DeviceId is null ? TwoFactorOutcome.Accepted : TwoFactorOutcome.NotFound, []);

        var change = new AccountChange(account with { Devices = kept }, context);
        change.Record(AuditEventTypes.DeviceRevoked, detail: DeviceId ?? "all");
        return change.Done(TwoFactorOutcome.Accepted);
    }
}
