using TwoFactor.Proof;

// What is promised, shown on a real server: faults, races, scale, and what ASP.NET Core Identity does beside it.
// "work" and "migrate" are what it starts itself as.
switch (args.FirstOrDefault())
{
    case "faults":
        return await FaultReport.RunAsync(Text("--store"));
    case "races":
        return await RaceReport.RunAsync(Number("--each", 10_000), Text("--store"));
    case "scale":
        return await ScaleReport.RunAsync(Number("--accounts", 1_000_000), Text("--store"));
    case "identity":
        return await IdentityReport.RunAsync(Number("--guesses", 1_000));
    case "move":
        return await MoveReport.RunAsync(Number("--users", 100_000));
    case "migrate":
        return await MoveWorker.RunAsync(args[1..]);
    case "work":
        return await Worker.RunAsync(args[1..]);
    default:
        Console.Error.WriteLine(
            "Say what to show: faults [--store pg|dynamo], races [--each 10000] [--store pg|ef|dynamo], "
                + "scale [--accounts 1000000] [--store pg|dynamo], identity [--guesses 1000] or move [--users 100000]."
        );
        return 2;
}

string? Text(string option)
{
    var at = Array.IndexOf(args, option);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

int Number(string option, int otherwise)
{
    var at = Array.IndexOf(args, option);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
}
