using TwoFactor.Bench;
using TwoFactor.Bench.Stores;

// stores: whole verifications on real databases, in under two minutes, or longer and finer with --full. --draw draws
// docs/performance.svg anew.
if (args.FirstOrDefault() == "stores")
    return await StoreProgram.RunAsync(isQuick: !args.Contains("--full"), draws: args.Contains("--draw"));

// flood: what guesses at one account cost the others.
if (args.FirstOrDefault() == "flood")
    return await FloodProgram.RunAsync();

// Quick by default, under a minute; a number multiplies the rounds: dotnet run -c Release --project
// bench/TwoFactor.Bench -- 10
var rounds = args.Length > 0 && int.TryParse(args[0], out var factor) ? 100 * factor : 100;
using var story = new VerificationStory();
var contest = new Contest(rounds);
contest.Add("floor: 3 × HMACSHA1.HashData", Floor.Verify, 500);
contest.Add("Totp.Match, wrong code, ±1", Matching.Wrong, 500, timesFloor: 1.15, maxBytes: 512);
contest.Add("Totp.Match, right code, ±1", Matching.Right, 500, timesFloor: 1.15, maxBytes: 512);
contest.Add(
    "verification through the service, accepted",
    story.Accept,
    VerificationStory.Batch,
    timesFloor: 5.5,
    maxBytes: 5_632, // decisions 0009 and 0083 say of what
    prepare: story.ShowCodes
);
contest.Add("  of it: open the seal and read the JSON", story.Open, 100);
contest.Add("  of it: decide (three HMACs, events hashed)", story.Decide, 100);
contest.Add("  of it: write the JSON and seal", story.Seal, 100);
contest.Add("PhoneNumber.Parse, Japan, national", Numbers.Japan, 100, maxBytes: 2_048, maxNanoseconds: 25_000);
contest.Add(
    "PhoneNumber.Parse, Canada, international",
    Numbers.International,
    100,
    maxBytes: 2_048,
    maxNanoseconds: 25_000
);
contest.Add("PhoneNumber.Parse, Argentina, rewritten", Numbers.Rewritten, 100, maxBytes: 2_048, maxNanoseconds: 25_000);
contest.Add("PhoneNumber.Parse, Jersey, international", Numbers.Channel, 100, maxBytes: 2_048, maxNanoseconds: 25_000);
return contest.Run();
