namespace TwoFactor;

/// <summary>What may be shown of a trusted device.</summary>
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

    /// <summary>What the user calls it, or null.</summary>
    public string? Name { get; }

    /// <summary>When it was trusted.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When the trust ends, however often it is used.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>When it last spared a second factor.</summary>
    public DateTimeOffset? LastUsedAt { get; }
}
