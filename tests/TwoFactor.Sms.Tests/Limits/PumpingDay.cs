using System.Globalization;
using System.Net;

namespace TwoFactor.Tests;

/// <summary>
/// A day of toll fraud, simulated with the real services and the default limits: who asks when is drawn from a seed,
/// and the clock jumps from request to request.
/// </summary>
internal sealed class PumpingDay(int seed)
{
    public const int HonestUsers = 1_000;
    public const int NewUsers = 15;
    public const int AttackRequests = 100_000;
    public const int AttackNumbers = 10_000;
    public const int AttackAddresses = 500;
    public const int AttackAccounts = 5_000;

    private static readonly string[] s_prefixes = ["+81901111", "+81902222", "+81803333"];

    private readonly Random _random = new(seed);
    private readonly List<(DateTimeOffset At, Func<SmsHost, Task> Do)> _agenda = [];
    private readonly HashSet<string> _attacked = new(StringComparer.Ordinal);

    /// <summary>Messages that left, by hour of the day.</summary>
    public int[] ToAttacker { get; } = new int[24];

    public int[] ToHonest { get; } = new int[24];

    public int[] Asked { get; } = new int[24];

    public int HonestIn { get; private set; }

    public int NewIn { get; private set; }

    public async Task RunAsync()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await PrepareAsync(store, clock);
        var start = clock.Now = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);
        Plan(start);
        await using var sms = SmsHost.Create(build: b => b.UseStore(_ => store), clock: clock);
        sms.First.Answer = (message, _) =>
        {
            var hours = _attacked.Contains(message.To) ? ToAttacker : ToHonest;
            hours[(clock.Now - start).Hours]++;
            return Task.FromResult(SmsResult.Accepted(null));
        };
        foreach (var (at, step) in _agenda.OrderBy(a => a.At))
        {
            clock.Now = at;
            await step(sms);
        }
    }

    // The honest users have their phones already: enrolled in the weeks before.
    private static async Task PrepareAsync(InMemoryAccountStore store, ManualClock clock)
    {
        await using var before = SmsHost.Create(
            o =>
                o.Sms.Limits = new SmsLimitOptions
                {
                    PerPrefixPerHour = 0,
                    UnconfirmedPerCallingCodePerDay = 0,
                    UnconfirmedPerPrefixPerDay = 0,
                    JudgedSends = 0,
                    NeighboursPerHour = 0,
                },
            b => b.UseStore(_ => store),
            clock
        );
        for (var i = 0; i < HonestUsers - NewUsers; i++)
            await before.EnrollAsync($"honest{i}", HonestNumber(i));
    }

    private static string HonestNumber(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"+8170{2_000 + i:0000}{(i * 7_919) % 10_000:0000}");

    private void Plan(DateTimeOffset start)
    {
        for (var i = 0; i < HonestUsers; i++)
        {
            var user = i;
            _agenda.Add(
                (At(start), sms => user < HonestUsers - NewUsers ? SignInAsync(sms, user) : EnrollAsync(sms, user))
            );
        }

        for (var i = 0; i < AttackNumbers; i++)
            _attacked.Add(AttackNumber(i));

        for (var i = 0; i < AttackRequests; i++)
        {
            var (account, number, address) = (
                _random.Next(AttackAccounts),
                AttackNumber(_random.Next(AttackNumbers)),
                _random.Next(AttackAddresses)
            );
            var at = At(start);
            _agenda.Add((at, sms => AttackAsync(sms, account, number, address, (at - start).Hours)));
        }
    }

    private static string AttackNumber(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"{s_prefixes[i % s_prefixes.Length]}{i / s_prefixes.Length:0000}");

    private DateTimeOffset At(DateTimeOffset start) => start.AddSeconds(_random.Next(86_100));

    private async Task SignInAsync(SmsHost sms, int user)
    {
        var challenge = await sms.ChallengeAsync($"honest{user}", HonestAddress(user));
        if (
            challenge.Succeeded
            && (
                await sms.VerifyAsync(sms.First.LastCodeTo(HonestNumber(user)), challenge.ChallengeId, $"honest{user}")
            ).Succeeded
        )
            HonestIn++;
    }

    private async Task EnrollAsync(SmsHost sms, int user)
    {
        var pending = await sms.BeginAsync($"honest{user}", HonestNumber(user), HonestAddress(user));
        if (
            !pending.Succeeded
            || !(
                await sms.Host.Enrollment.ConfirmAsync(
                    $"honest{user}",
                    pending.FactorId!,
                    sms.First.LastCodeTo(HonestNumber(user))
                )
            ).Succeeded
        )
            return;

        HonestIn++;
        NewIn++;
    }

    private async Task AttackAsync(SmsHost sms, int account, string number, int address, int hour)
    {
        Asked[hour]++;
        await sms.BeginAsync(
            $"attacker{account}",
            number,
            new IPAddress([203, 0, (byte)(address >> 8), (byte)address]).ToString()
        );
    }

    private static string HonestAddress(int user) => new IPAddress([198, 51, (byte)(user >> 8), (byte)user]).ToString();
}
