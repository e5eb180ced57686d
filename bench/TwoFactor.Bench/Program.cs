using TwoFactor.Bench;
using TwoFactor.Bench.Micro;
using TwoFactor.Bench.Starting;
using TwoFactor.Bench.Stores;
using TwoFactor.Bench.Web;

// stores: whole verifications on real databases, in under two minutes, or longer and finer with --full. --draw draws
// docs/performance.svg anew.
if (args.FirstOrDefault() == "stores")
    return await StoreProgram.RunAsync(isQuick: !args.Contains("--full"), draws: args.Contains("--draw"));

// flood: what guesses at one account cost the others.
if (args.FirstOrDefault() == "flood")
    return await FloodProgram.RunAsync();

// web: what HTTP adds to a verification.
if (args.FirstOrDefault() == "web")
    return await WebProgram.RunAsync();

// start: what the library adds to the start of a web app. The processes that it starts are apps of their own.
if (args.FirstOrDefault() == "start")
    return await StartProgram.RunAsync();

if (args.FirstOrDefault() == StartedHost.Mode)
{
    await StartedHost.RunAsync(args[1]);
    return 0;
}

// micro: the parts without a database once more, by BenchmarkDotNet.
if (args.FirstOrDefault() == "micro")
    return MicroProgram.Run();

// Quick by default, under a minute; a number multiplies the rounds: dotnet run -c Release --project
// bench/TwoFactor.Bench -- 10
var rounds = args.Length > 0 && int.TryParse(args[0], out var factor) ? 100 * factor : 100;
using var story = new VerificationStory();
using var sms = new SmsStory();
var contest = new Contest(rounds);
contest.Add("floor: 3 × HMACSHA1.HashData", Floor.Verify, 500);
contest.Add("Totp.Match, wrong code, ±1", Matching.Wrong, 500, timesFloor: 1.15, maxBytes: 512);
contest.Add("Totp.Match, right code, ±1", Matching.Right, 500, timesFloor: 1.15, maxBytes: 512);
contest.Add(
    "verification through the service, accepted",
    story.Accept,
    VerificationStory.Batch,
    timesFloor: 4,
    maxBytes: 4_096, // decision 0095 says of what
    prepare: story.ShowCodes
);
contest.Add("  of it: open the seal and read the record", story.Open, 100);
contest.Add("  of it: decide (three HMACs, events hashed)", story.Decide, 100);
contest.Add("  of it: write the record and seal", story.Seal, 100);
contest.Add("decision at a sign-in, policy cached", story.DecideSignIn, 100, maxNanoseconds: 2_000);
contest.Add("a code by SMS, with all limits, to the gateway", sms.Challenge, 50, maxNanoseconds: 100_000);
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
