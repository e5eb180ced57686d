namespace TwoFactor;

/// <summary>Devices on which sign-in does not ask for the second factor again.</summary>
public sealed class TrustedDeviceOptions
{
    /// <summary>Whether users may have a device trusted. Default: false.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// How long the trust lasts, counted from the verification, however often the device is used. Default: 30 days; 1
    /// hour to 90 days.
    /// </summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The most devices of a user; the oldest loses its trust for a further one. Default: 10; 1 to 50.
    /// </summary>
    public int MaxDevices { get; set; } = 10;

    internal IEnumerable<string> Problems()
    {
        if (Lifetime < TimeSpan.FromHours(1) || Lifetime > TimeSpan.FromDays(90))
            yield return $"TwoFactor:TrustedDevices:Lifetime is {Lifetime}. Set it to 1 hour to 90 days.";

        if (MaxDevices is < 1 or > 50)
            yield return $"TwoFactor:TrustedDevices:MaxDevices is {MaxDevices}. Set it to 1 to 50.";
    }
}
