namespace TwoFactor;

/// <summary>A trusted device as it may be shown.</summary>
public sealed class TrustedDeviceInfo
{
    internal TrustedDeviceInfo(TrustedDevice device)
    {
        DeviceId = device.Id;
        Name = device.Name;
        CreatedAt = device.CreatedAt;
        ExpiresAt = device.ExpiresAt;
        LastUsedAt = device.LastUsedAt;
    }

    /// <summary>The device's id.</summary>
    public string DeviceId { get; }

    /// <summary>The name that the user gave it, or null.</summary>
    public string? Name { get; }

    /// <summary>When it was trusted.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When the trust ends; using the device does not extend it.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>When it last replaced a second factor; null if never.</summary>
    public DateTimeOffset? LastUsedAt { get; }
}
