using System.Globalization;
using TwoFactor.Simulation;
using TwoFactor.Simulation.Bugs;

// With --histories it hunts; with --bugs it writes the table of planted bugs, or with
// --only of those whose name has a text in it; else it is the test suite.
return args switch
{
    _ when args.Contains("--bugs") => Bugs(),
    _ when args.Contains("--histories") => Histories(),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};

int Histories()
{
    var (histories, seed) = (Number("--histories", 1_000_000), (int)Number("--seed", 1));
    var result = Hunt.Run(seed, histories, progress: n => Console.Error.Write($"\r{n:N0} of {histories:N0}"));
    Console.Error.WriteLine();
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Histories:N0} histories from seed {seed} in {result.Time.TotalSeconds:N0} s, "
                + $"{result.Rate:N0} a second, on {Environment.ProcessorCount} processors"
        )
    );
    if (result.FoundAt is not { } found)
    {
        Console.WriteLine("No violation.");
        return 0;
    }

    var (steps, order, violation) = Shrinker.Shrink(found);
    Console.WriteLine(
        $"VIOLATION at seed {found}: {result.Violation}\nShrunk to {steps.Count} steps, in the order of seed "
            + $"{order}: {violation}"
    );
    steps.ForEach(s => Console.WriteLine($"    {s}"));
    return 1;
}

string Steps(int count) => count == 1 ? "1 step" : string.Create(CultureInfo.InvariantCulture, $"{count} steps");

int Bugs()
{
    var (histories, seed) = (Number("--histories", 100_000), (int)Number("--seed", 1));
    Console.WriteLine(
        "| planted bug | planted in | histories until found | violation | shrunk to |\n| --- | --- | ---: | "
            + "--- | ---: |"
    );
    var missed = 0;
    var only = args.SkipWhile(a => a != "--only").Skip(1).FirstOrDefault() ?? "";
    foreach (var bug in PlantedBugs.All.Where(b => b.Name.Contains(only, StringComparison.Ordinal)))
    {
        var result = Hunt.Run(seed, histories, bug);
        missed += result.FoundAt is null ? 1 : 0;
        Console.WriteLine(
            result.FoundAt is { } found
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {bug.Name} | {bug.Place} | {result.After:N0} | {Tidy(result.Violation!)} | "
                        + $"{Steps(Shrinker.Shrink(found, bug).Steps.Count)} |"
                )
                : $"| {bug.Name} | {bug.Place} | not in {histories:N0} | | |"
        );
    }

    return missed == 0 ? 0 : 1;
}

long Number(string option, long otherwise)
{
    var at = Array.IndexOf(args, option);
    return at >= 0 && at + 1 < args.Length
        ? long.Parse(args[at + 1].Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
        : otherwise;
}

static string Tidy(string violation) =>
    System
        .Text.RegularExpressions.Regex.Replace(
            violation,
            "[A-Za-z0-9_-]{20,}",
            "…",
            System.Text.RegularExpressions.RegexOptions.None,
            TimeSpan.FromSeconds(1)
        )
        .Replace('|', '/')
        .Split('\n')[0];
