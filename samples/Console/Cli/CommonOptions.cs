using System.CommandLine;
using System.Globalization;

namespace ConsoleSample.Cli;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _store = new("--store")
    {
        Description =
            "Where accounts are kept: sqlite:PATH, postgres:CONNECTION_STRING, dynamodb:URL/TABLE or "
            + "memory. Default: a SQLite file in your data folder.",
        Recursive = true,
    };

    private readonly Option<string?> _keyFile = new("--key-file")
    {
        Description =
            "The key that seals the records. Default: beside the store, or in your data folder; made when "
            + "the store is new.",
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object and nothing else on standard output.",
        Recursive = true,
    };

    private readonly Option<string?> _now = new("--now")
    {
        Description = "A clock that stands still, in ISO 8601, for scripts.",
        Recursive = true,
    };

    private readonly Option<string?> _regions = new("--regions")
    {
        Description = "Where SMS may go: ISO 3166-1 alpha-2 codes separated by commas, or all. Default: JP.",
        Recursive = true,
    };

    private readonly Option<string?> _outbox = new("--outbox")
    {
        Description =
            "The folder that SMS are written to, one JSON file each. Default: outbox beside the store, "
            + "unless Twilio is configured.",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(_store);
        root.Options.Add(_keyFile);
        root.Options.Add(_json);
        root.Options.Add(_now);
        root.Options.Add(_regions);
        root.Options.Add(_outbox);
    }

    public bool IsJson(ParseResult parse) => parse.GetValue(_json);

    public TimeProvider Clock(ParseResult parse)
    {
        if (parse.GetValue(_now) is not { } text)
            return TimeProvider.System;

        return
            DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var now
            ) && now.Year is >= 1970 and < 9000
            ? new FixedClock(now)
            : throw new UsageException($"--now '{text}' is not a time. Write ISO 8601, e.g. 2027-01-31T09:30:00Z.");
    }

    public SmsSetup Sms(ParseResult parse) =>
        SmsSetup.Parse(parse.GetValue(_regions), parse.GetValue(_outbox), Store(parse));

    public StoreLocation Store(ParseResult parse) =>
        StoreLocation.Parse(parse.GetValue(_store), parse.GetValue(_keyFile));
}
