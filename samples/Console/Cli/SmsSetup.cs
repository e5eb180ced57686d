using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// The allowed SMS regions, and the folder that messages are written to. Regions are null if the option was not given.
/// The flag says whether the folder was given.
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
                $"--regions '{unknown}' is not a region with phone numbers. Name ISO 3166-1 alpha-2 codes "
                    + "such as JP,US, or all."
            );

        if (outbox is not null && string.IsNullOrWhiteSpace(outbox))
            throw new UsageException("--outbox is empty. Name a folder.");

        return new SmsSetup(list, outbox ?? Path.Combine(location.Folder, "outbox"), outbox is not null);
    }

    /// <summary>The option takes precedence over configuration, and configuration over the default.</summary>
    public void ChooseRegions(SmsOptions options)
    {
        if (Regions is not null)
            options.Regions = [.. Regions];
        else if (options.Regions.Count == 0)
            options.Regions = [DefaultRegion];
    }
}
