using System.Globalization;
using System.Net;

namespace TwoFactor.Tests;

/// <summary>
/// A day of toll fraud, simulated with the real services and the default limits: who asks when is drawn from a seed,
/// and the clock jumps from request to request. Three attackers are at work. One enrols numbers that earn by messages.
/// One has accounts and confirmed phones of their own, next to those of honest users, and never types a code. One tries
/// stolen passwords of honest users in two hours of the morning, and gets no further than the code.
/// </summary>
internal sealed class PumpingDay(int seed)
{
    public const int HonestUsers = 1_000;
    public const int NewUsers = 15;
    public const int AttackRequests = 100_000;
    public const int AttackNumbers = 10_000;
    public const int AttackAddresses = 500;
    public const int AttackAccounts = 5_000;
    public const int OwnAccounts = 20;
    public const int StolenPasswords = 200;
    public const int TriesOfPassword = 3;

    private static readonly string[] s_prefixes = ["+81901111", "+81902222", "+81803333"];

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Func<SmsHost, Task>, DateTimeOffset> _agenda = new();
    private readonly HashSet<string> _attacked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    /// <summary>Messages that left, by hour of the day.</summary>
    public int[] ToAttacker { get; } = new int[24];

    public int[] ToHonest { get; } = new int[24];

    public int[] Asked { get; } = new int[24];

    /// <summary>Messages to the confirmed phones of an attacker.</summary>
    public int ToOwn { get; private set; }

    /// <summary>Messages to honest users for which a stolen password was tried.</summary>
    public int ForStolen { get; private set; }

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
            if (_own.Contains(message.To))
                ToOwn++;
            else
                hours[Math.Min(23, (clock.Now - start).Hours)]++;

            return Task.FromResult(SmsResult.Accepted(null));
        };
        while (_agenda.TryDequeue(out var step, out var at))
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

        for (var i = 0; i < OwnAccounts; i++)
            await before.EnrollAsync($"own{i}", OwnNumber(i));
    }

    private static string HonestNumber(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"+8170{2_000 + i:0000}{(i * 7_919) % 10_000:0000}");

    // Two in each of ten prefixes of honest users.
    private static string OwnNumber(int i) =>
        string.Concat(HonestNumber(i / 2).AsSpan(0, 9), i % 2 == 0 ? "5001" : "5051");

    private void Plan(DateTimeOffset start)
    {
        for (var i = 0; i < HonestUsers; i++)
        {
            var user = i;
            _agenda.Enqueue(
                sms => user < HonestUsers - NewUsers ? SignInAsync(sms, user) : EnrollAsync(sms, user),
                At(start)
            );
        }

        PlanOwn(start);
        PlanStolen(start);

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
            _agenda.Enqueue(sms => AttackAsync(sms, account, number, address, (at - start).Hours), at);
        }
    }

    private void PlanOwn(DateTimeOffset start)
    {
        for (var i = 0; i < OwnAccounts; i++)
        {
            var own = i;
            _own.Add(OwnNumber(i));
            for (var minute = i; minute < 24 * 60; minute += 5)
                _agenda.Enqueue(sms => sms.ChallengeAsync($"own{own}", AttackAddress(own)), start.AddMinutes(minute));
        }
    }

    private void PlanStolen(DateTimeOffset start)
    {
        for (var i = 0; i < StolenPasswords * TriesOfPassword; i++)
        {
            var (user, address) = (_random.Next(StolenPasswords), _random.Next(AttackAddresses));
            _agenda.Enqueue(
                async sms =>
                    ForStolen += (await sms.ChallengeAsync($"honest{user}", AttackAddress(address))).Succeeded ? 1 : 0,
                start.AddHours(9).AddSeconds(_random.Next(7_200))
            );
        }
    }

    private static string AttackNumber(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"{s_prefixes[i % s_prefixes.Length]}{i / s_prefixes.Length:0000}");

    private DateTimeOffset At(DateTimeOffset start) => start.AddSeconds(_random.Next(86_100));

    // Who must wait for a code waits, as the page says, twice at most.
    private async Task SignInAsync(SmsHost sms, int user, int waits = 0)
    {
        var challenge = await sms.ChallengeAsync($"honest{user}", HonestAddress(user));
        if (!challenge.Succeeded && challenge.RetryAfter < TimeSpan.FromMinutes(5) && waits < 2)
            _agenda.Enqueue(
                s => SignInAsync(s, user, waits + 1),
                sms.Clock.Now + challenge.RetryAfter.Value + TimeSpan.FromSeconds(1)
            );

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
        await sms.BeginAsync($"attacker{account}", number, AttackAddress(address));
    }

    private static string AttackAddress(int address) =>
        new IPAddress([203, 0, (byte)(address >> 8), (byte)address]).ToString();

    private static string HonestAddress(int user) => new IPAddress([198, 51, (byte)(user >> 8), (byte)user]).ToString();
}
