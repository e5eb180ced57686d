using System.Globalization;

namespace TwoFactor.Tests;

/// <summary>To draw the day into docs/: set PLOT=1 and run this test.</summary>
[Trait("Req", "R16")]
public sealed class PumpingTests(ITestOutputHelper output)
{
    private const int Seed = 20270131;

    [Fact]
    public async Task A_day_of_toll_fraud_costs_next_to_nothing_and_honest_users_get_in()
    {
        var day = new PumpingDay(Seed);
        await day.RunAsync();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"seed {Seed}: {day.Asked.Sum()} requests of the attacker, {day.ToAttacker.Sum()} messages to "
                    + $"its numbers; {day.ToHonest.Sum()} messages to {PumpingDay.HonestUsers} honest users, "
                    + $"{day.HonestIn} of whom got in, {day.NewIn} of {PumpingDay.NewUsers} new ones; "
                    + $"{day.ToOwn} messages to {PumpingDay.OwnAccounts} confirmed phones of an attacker, "
                    + $"{day.ForStolen} for stolen passwords"
            )
        );
        Assert.Equal(PumpingDay.AttackRequests, day.Asked.Sum());

        // The caps of the three prefixes within the day, and of the calling code.
        var limits = new SmsLimitOptions();
        Assert.InRange(
            day.ToAttacker.Sum(),
            1,
            Math.Min(3 * limits.UnconfirmedPerPrefixPerDay, limits.UnconfirmedPerCallingCodePerDay)
        );

        // The cap of each confirmed number.
        Assert.InRange(day.ToOwn, 1, PumpingDay.OwnAccounts * limits.PerNumberPerDay);
        Assert.InRange(day.ForStolen, 1, PumpingDay.StolenPasswords * PumpingDay.TriesOfPassword);
        Assert.InRange(day.HonestIn, PumpingDay.HonestUsers * 999 / 1_000, PumpingDay.HonestUsers);
        if (Environment.GetEnvironmentVariable("PLOT") == "1")
            await File.WriteAllTextAsync(
                Path.Combine(SourceFolder(), "../../../docs/pumping.svg"),
                PumpingPlot.Draw(day, Seed)
            );
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path)!;
}
