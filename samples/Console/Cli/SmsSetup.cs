using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// Where SMS may go, and the folder they are written to. Regions are null if the option was not given; a folder was
/// chosen if it was named.
/// </summary>
internal sealed record SmsSetup(string[]? Regions, string Outbox, bool IsOutboxChosen)
{
    private const string DefaultRegion = "JP";

    public static SmsSetup Parse(string? regions, string? outbox, StoreLocation location)
    {
        var list = regions?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (list is { Length: 0 })
            throw new UsageException("--regions is empty. Name ISO 3166-1 alpha-2 codes such as JP,US, or all.");

        if (
            list?.FirstOrDefault(r =>
                !r.Equals(SmsOptions.AllRegions, StringComparison.OrdinalIgnoreCase) && PhoneRegions.Find(r) is null
            ) is
            { } unknown
        )
            throw new UsageException(
                $"--regions '{unknown}' is no region that has phone numbers. Name ISO 3166-1 alpha-2 codes "
                    + "such as JP,US, or all."
            );

        if (outbox is not null && string.IsNullOrWhiteSpace(outbox))
            throw new UsageException("--outbox is empty. Name a folder.");

        return new SmsSetup(list, outbox ?? Path.Combine(location.Folder, "outbox"), outbox is not null);
    }

    /// <summary>The option goes before configuration, and configuration before the default.</summary>
    public void ChooseRegions(SmsOptions options)
    {
        if (Regions is not null)
            options.Regions = [.. Regions];
        else if (options.Regions.Count == 0)
            options.Regions = [DefaultRegion];
    }
}
