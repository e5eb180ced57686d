namespace TwoFactor.Sms;

/// <summary>The regions that have phone numbers.</summary>
public static class PhoneRegions
{
    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<PhoneRegion> All { get; } =
    [.. PhonePlans.Regions.Values.OrderBy(r => r.Code, StringComparer.Ordinal)];

    /// <summary>The region with that ISO 3166-1 alpha-2 code, in upper or lower case; null if there is none.</summary>
    /// <param name="code">The code, e.g. <c>JP</c>.</param>
    public static PhoneRegion? Find(string? code) =>
        code is { Length: 2 } ? PhonePlans.Regions.GetValueOrDefault(code) : null;
}
