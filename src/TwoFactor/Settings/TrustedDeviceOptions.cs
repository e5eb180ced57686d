namespace TwoFactor;

/// <summary>Trusted devices: on them, sign-in does not ask for the second factor again.</summary>
public sealed class TrustedDeviceOptions
{
    /// <summary>Whether users may trust a device. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// How long the trust lasts after the verification; using the device does not extend it. Default: 30 days; 1 hour
    /// to 90 days.
    /// </summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The most trusted devices per user. A further one removes the oldest. Default: 10; 1 to 50.</summary>
    public int MaxDevices { get; set; } = 10;

    internal IEnumerable<string> Problems()
    {
        if (Lifetime < TimeSpan.FromHours(1) || Lifetime > TimeSpan.FromDays(90))
            yield return $"TwoFactor:TrustedDevices:Lifetime is {Lifetime}. Set it to 1 hour to 90 days.";

        if (MaxDevices is < 1 or > 50)
            yield return $"TwoFactor:TrustedDevices:MaxDevices is {MaxDevices}. Set it to 1 to 50.";
    }
}
