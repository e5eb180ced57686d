using System.Security.Cryptography;

namespace TwoFactor;

internal static class DeviceRules
{
    public static void Trust(AccountChange change, DeviceDraft draft, bool isResistant = false)
    {
        var options = change.Options.TrustedDevices;
        var device = new TrustedDevice
        {
            Id = draft.Id,
            Name = draft.Name,
            TokenHash = draft.Hash,
            IsResistant = isResistant,
            CreatedAt = change.Now,
            ExpiresAt = change.Now + options.Lifetime,
        };
        var devices = change.Account.Devices;
        var surplus = Math.Max(0, devices.Length + 1 - options.MaxDevices);
        change.Account = change.Account with { Devices = [.. devices[surplus..], device] };
        change.Record(AuditEventTypes.DeviceTrusted, detail: device.Id);
    }

    /// <summary>
    /// Whether the presented token replaces the second factor. A valid token is rotated. A token from before the last
    /// rotation was copied: all trust is revoked, because owner and thief look the same. A sign-in that must resist
    /// phishing counts only trust that was earned so.
    /// </summary>
    public static bool Use(AccountChange change, DevicePresented presented, bool mustResist = false)
    {
        var device = Array.Find(change.Account.Devices, d => d.Id == presented.DeviceId);
        if (device is null || device.ExpiresAt <= change.Now || !change.Options.TrustedDevices.Enabled)
            return false;

        // Trust that began in the future is none.
        if (!change.Options.IsFresh(device.CreatedAt, change.Now, maxAge: null))
            return false;

        if (!CryptographicOperations.FixedTimeEquals(device.TokenHash, presented.Hash))
        {
            // The thief may already have a session. Bumping the epoch ends all sessions.
            change.BumpEpoch();
            change.Record(AuditEventTypes.DeviceTokenReplayed, detail: device.Id);
            return false;
        }

        if (mustResist && !device.IsResistant)
            return false;

        var rotated = device with { TokenHash = presented.NextHash, LastUsedAt = change.Now };
        change.Account = change.Account with
        {
            Devices = Array.ConvertAll(change.Account.Devices, d => ReferenceEquals(d, device) ? rotated : d),
        };
        return true;
    }
}
