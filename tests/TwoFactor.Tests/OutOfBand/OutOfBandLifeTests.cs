using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>The life of a sent code, and of the wait for the next one, in the hands of the engine.</summary>
public sealed class OutOfBandLifeTests
{
    [Fact]
    [Trait("Req", "R10")]
    public async Task A_code_is_good_for_five_minutes()
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        var pending = await host.BeginEmailAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.True((await host.ConfirmEmailAsync(pending)).Succeeded);

        await using var late = Host.Create(build: b => b.AddToyEmail());
        pending = await late.BeginEmailAsync();
        late.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False((await late.ConfirmEmailAsync(pending)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task Of_the_codes_for_one_purpose_the_last_alone_is_good_whichever_challenge_it_came_with()
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        await host.ConfirmEmailAsync(await host.BeginEmailAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        var old = host.LastCode();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        Assert.Equal(TwoFactorOutcome.Expired, (await VerifyAsync(host, old, first.ChallengeId)).Outcome);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await VerifyAsync(host, old, second.ChallengeId)).Outcome);
        Assert.True((await VerifyAsync(host, host.LastCode(), second.ChallengeId)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task A_refusal_to_send_has_its_wait_and_is_one_event_however_often_it_is_asked_for()
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        await host.BeginEmailAsync("bob");
        host.Clock.Advance(TimeSpan.FromSeconds(25));
        var refused = await host.BeginEmailAsync();
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(30)), (refused.Outcome, refused.RetryAfter));
        await host.BeginEmailAsync();
        Assert.Equal("address.wait", Assert.Single(await host.EventsAsync()).Detail);
        host.Clock.Advance(refused.RetryAfter!.Value);
        Assert.True((await host.BeginEmailAsync()).Succeeded);
    }

    [Theory]
    [Trait("Req", "R16")]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void An_address_counts_by_itself_and_one_of_ipv6_by_its_network(string address, string other, bool isSame) =>
        Assert.Equal(isSame, Origin(address).Network == Origin(other).Network);

    [Fact]
    [Trait("Req", "R14")]
    public async Task Restricted_methods_alone_are_warned_of_at_start()
    {
        await using var alone = Host.Create(
            o => o.Methods = [RestrictedToy.MethodName],
            b => b.AddMethod<RestrictedToy>()
        );
        Assert.NotNull(alone.Enrollment);
        Assert.Contains(
            alone.Logs.Lines,
            l => l.Contains("restricted authenticators alone (restricted)", StringComparison.Ordinal)
        );
        await using var both = Host.Create(build: b => b.AddMethod<RestrictedToy>());
        Assert.NotNull(both.Enrollment);
        Assert.DoesNotContain(both.Logs.Lines, l => l.Contains("restricted authenticators", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Limits_in_memory_beside_accounts_that_are_not_are_warned_of_where_codes_are_sent()
    {
        const string Warning = "Limits on sending are counted in the memory";
        await using var sending = Host.Create(build: b => b.AddToyEmail().UseStore(_ => new DelegatingStore()));
        Assert.NotNull(sending.Enrollment);
        Assert.Contains(sending.Logs.Lines, l => l.Contains(Warning, StringComparison.Ordinal));
        await using var silent = Host.Create(build: b => b.UseStore(_ => new DelegatingStore()));
        Assert.NotNull(silent.Enrollment);
        await using var inMemory = Host.Create(build: b => b.AddToyEmail());
        Assert.NotNull(inMemory.Enrollment);
        Assert.DoesNotContain(
            silent.Logs.Lines.Concat(inMemory.Logs.Lines),
            l => l.Contains(Warning, StringComparison.Ordinal)
        );
    }

    private static RequestOrigin Origin(string address) => new() { Address = System.Net.IPAddress.Parse(address) };

    private static Task<VerificationResult> VerifyAsync(Host host, string code, string? challengeId) =>
        host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = code,
                ChallengeId = challengeId,
            }
        );

    private sealed class RestrictedToy : IFactorMethod
    {
        public const string MethodName = "restricted";

        public string Name => MethodName;

        public FactorMethodTraits Traits { get; } = new() { IsRestricted = true };

        public FactorDraft Begin(FactorEnrollment enrollment) => FactorDraft.Refuse("never");

        public FactorCheck Check(in FactorAttempt attempt) => FactorCheck.Wrong;
    }
}
