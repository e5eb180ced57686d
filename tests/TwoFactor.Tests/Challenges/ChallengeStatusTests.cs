namespace TwoFactor.Tests;

/// <summary>How a challenge stands, told by one load of the record.</summary>
public sealed class ChallengeStatusTests
{
    [Fact]
    [Trait("Req", "R32")]
    public async Task It_tells_with_one_load_what_answers_the_challenge_and_no_more_than_method_destination_and_digits()
    {
        var store = new FaultyStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store).AddMethod<ToySender>());
        var user = await host.EnrollAsync();
        var toy = await AddToyAsync(host, user);
        var id = await BeginAsync(host);
        store.Calls = 0;
        var status = await host.Challenges.FindAsync("alice", id);
        Assert.Equal(1, store.Calls);
        Assert.Equal(
            (true, ChallengePurpose.SignIn, host.Clock.Now.AddMinutes(10), null),
            (status.IsOpen, status.Purpose, status.ExpiresAt, status.LockedUntil)
        );

        // The factor that was used last comes first: it is the one that is taken where the user names none.
        Assert.Equal(
            [(toy, "toy", "…42"), (user.FactorId, "totp", null)],
            status.Factors.Select(f => (f.FactorId, f.Method, f.Destination))
        );
        Assert.Equal(["toy", "totp", "recovery_code"], status.Methods);
        Assert.Equal(["CodeDigits", "Destination", "FactorId", "Method"], Properties(typeof(ChallengeFactor)));
        Assert.Empty(status.Deliveries);
        Assert.Equal(toy, (await host.Challenges.ChallengeAsync(new() { UserId = "alice" })).FactorId);
    }

    [Fact]
    [Trait("Req", "R32")]
    public async Task It_is_closed_by_its_answer_a_lock_a_security_change_and_time_and_closed_for_other_users()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var answered = await BeginAsync(host);
        Assert.True((await host.Challenges.FindAsync("alice", answered)).IsOpen);
        Assert.False((await host.Challenges.FindAsync("bob", answered)).IsOpen);
        Assert.False((await host.Challenges.FindAsync("alice", "none")).IsOpen);
        await host.Verification.VerifyAsync(
            new()
            {
                UserId = "alice",
                Code = user.Code(host),
                ChallengeId = answered,
            }
        );
        Assert.False((await host.Challenges.FindAsync("alice", answered)).IsOpen);

        var old = await BeginAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False((await host.Challenges.FindAsync("alice", old)).IsOpen);

        var ended = await BeginAsync(host);
        var before = await host.Challenges.FindAsync("alice", ended);
        await host.SignIn.EndSessionsAsync("alice");
        var after = await host.Challenges.FindAsync("alice", ended);
        Assert.Equal((false, before.Epoch + 1), (after.IsOpen, after.Epoch));

        var locked = await BeginAsync(host);
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        var closed = await host.Challenges.FindAsync("alice", locked);
        Assert.Equal((false, host.Clock.Now.AddSeconds(30)), (closed.IsOpen, closed.LockedUntil));
        Assert.Empty(closed.Factors);
        Assert.Empty(closed.Methods);
    }

    [Fact]
    public async Task A_challenge_for_one_factor_names_that_one()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var user = await host.EnrollAsync();
        var toy = await AddToyAsync(host, user);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var opened = await host.Challenges.ChallengeAsync(new() { UserId = "alice", FactorId = toy });
        var status = await host.Challenges.FindAsync("alice", opened.ChallengeId!);
        Assert.Equal(toy, status.Factors.Single().FactorId);
        Assert.Equal(["toy", "recovery_code"], status.Methods);
    }

    private static IEnumerable<string> Properties(Type type) =>
        type.GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal);

    private static async Task<string> BeginAsync(Host host) =>
        (await host.SignIn.EvaluateAsync(new() { UserId = "alice" })).ChallengeId!;

    private static ToySender Sender(Host host) => host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single();

    private static async Task<string> AddToyAsync(Host host, EnrolledUser user)
    {
        var pending = await host.Enrollment.EnrollAsync(
            new()
            {
                UserId = "alice",
                Method = "toy",
                Proof = host.Proof(user.Code(host)),
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = "4242" },
            }
        );
        Assert.Equal(TwoFactorOutcome.Accepted, pending.Outcome);
        host.Clock.NextStep();
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, Sender(host).Sent[^1])).Succeeded);
        host.Clock.NextStep();
        return pending.FactorId!;
    }
}
