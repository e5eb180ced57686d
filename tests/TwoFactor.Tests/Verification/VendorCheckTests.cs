using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TwoFactor.Tests;

/// <summary>A vendor that checks codes beside factors of ours.</summary>
[Trait("Req", "R36")]
public sealed class VendorCheckTests
{
    public static readonly TheoryData<string> Silences = ["not asked", "unknown", "throws", "wrong"];

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task Whatever_the_vendor_says_guesses_at_the_app_lock(string silence)
    {
        var vendor = new ToyVendor();
        await using var host = Create(vendor);
        var user = await host.EnrollAsync();
        await EnrollVendorAsync(host);
        vendor.Answer = _ =>
            silence switch
            {
                "not asked" => RemoteCheckResult.NotAsked,
                "unknown" => RemoteCheckResult.Unknown,
                "wrong" => RemoteCheckResult.Wrong,
                _ => throw new HttpRequestException(),
            };
        await ChallengeAsync(host);
        var outcomes = new List<TwoFactorOutcome>();
        for (var i = 0; i < 20; i++)
            outcomes.Add((await VerifyAsync(host, $"{i:D6}")).Outcome);

        Assert.DoesNotContain(TwoFactorOutcome.Accepted, outcomes);
        Assert.Equal(TwoFactorOutcome.Locked, (await VerifyAsync(host, user.Code(host))).Outcome);
        Assert.Equal(5, vendor.Asked - 1);
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_code_that_was_sent_again_is_not_checked_by_the_delivery_before_it()
    {
        var vendor = new ToyVendor();
        await using var host = Create(vendor);
        await EnrollVendorAsync(host);
        vendor.Delivery = () =>
            FactorDelivery.Of([
                new DeliveryAttempt
                {
                    Gateway = "toy",
                    At = host.Clock.Now,
                    Status = FactorDeliveryStatus.Accepted,
                    MessageId = "first",
                },
            ]);
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        await VerifyAsync(host, "000000");
        Assert.Equal("first", Assert.Single(vendor.Deliveries).MessageId);

        // What becomes of the second message is not known, and so not recorded.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        vendor.Delivery = () => throw new HttpRequestException();
        Assert.True((await host.Challenges.ResendAsync("alice", challenge.ChallengeId!)).Succeeded);
        await VerifyAsync(host, "000000");
        Assert.Empty(vendor.Deliveries);
    }

    [Fact]
    public async Task What_can_be_no_code_of_the_vendor_is_not_shown_to_it()
    {
        var vendor = new ToyVendor { HasDigitsAlone = true };
        await using var host = Create(vendor);
        await EnrollVendorAsync(host);
        await ChallengeAsync(host);
        var before = vendor.Asked;
        var result = await VerifyAsync(host, "7KAB-0C1D-HJMN-PQRS");
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (result.Outcome, result.AttemptsLeft));
        Assert.Equal(before, vendor.Asked);
        await VerifyAsync(host, "000000");
        Assert.Equal(before + 1, vendor.Asked);
    }

    [Theory]
    [InlineData(RemoteCheckResult.NotAsked, null)]
    [InlineData(RemoteCheckResult.Wrong, null)]
    [InlineData(RemoteCheckResult.Unknown, "the vendor did not answer")]
    public async Task An_unreached_or_silent_vendor_makes_a_guess_at_the_app_an_invalid_code_in_answer_and_trail(
        RemoteCheckResult said,
        string? detail
    )
    {
        var vendor = new ToyVendor();
        await using var host = Create(vendor);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        vendor.Answer = _ => said;
        await ChallengeAsync(host);
        var result = await VerifyAsync(host, "000000");
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (result.Outcome, result.AttemptsLeft));
        var written = (await host.Audit.ReadAsync("alice").ToListAsync())[^1];
        Assert.Equal(("verification", "invalid_code", detail), (written.Type, written.Outcome, written.Detail));
    }

    [Fact]
    public async Task A_guess_at_the_app_of_which_the_vendor_s_answer_was_lost_is_an_invalid_code_in_the_trail()
    {
        var vendor = new ToyVendor();
        await using var host = Create(vendor);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        await ChallengeAsync(host);
        using var leaves = new CancellationTokenSource();
        vendor.Answer = _ =>
        {
            leaves.Cancel();
            throw new OperationCanceledException(leaves.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => VerifyAsync(host, "000000", leaves.Token));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = await VerifyAsync(host, "000001");
        Assert.Equal(3, next.AttemptsLeft);
        Assert.Contains(
            await host.Audit.ReadAsync("alice").ToListAsync(),
            e => e is { Outcome: "invalid_code", Detail: "the vendor's answer was lost" }
        );
    }

    [Fact]
    public async Task What_a_vendor_throws_reaches_nobody_also_when_the_user_has_left()
    {
        var vendor = new ToyVendor();
        await using var host = Create(vendor);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        await ChallengeAsync(host);
        using var leaves = new CancellationTokenSource();
        vendor.Answer = _ =>
        {
            leaves.Cancel();
            throw new IOException("a connection broke");
        };
        var thrown = await Record.ExceptionAsync(() => VerifyAsync(host, "000000", leaves.Token));
        Assert.True(thrown is null or OperationCanceledException, $"{thrown?.GetType().Name}");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        vendor.Answer = _ => RemoteCheckResult.Wrong;
        Assert.Equal(3, (await VerifyAsync(host, "000001")).AttemptsLeft);
    }

    [Fact]
    public async Task A_right_code_of_the_vendor_costs_nothing_beside_an_app()
    {
        var vendor = new ToyVendor();
        await using var host = Create(vendor);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        await ChallengeAsync(host);
        for (var i = 0; i < 4; i++)
            await VerifyAsync(host, "000000");

        Assert.True((await VerifyAsync(host, ToyVendor.RightCode)).Succeeded);
        var next = await VerifyNextAsync(host);
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (next.Outcome, next.AttemptsLeft));
    }

    [Fact]
    public async Task A_right_code_is_accepted_whoever_comes_between_the_vendor_s_answer_and_its_write()
    {
        var store = new FaultyStore();
        await using var host = Create(new(), store);
        await using var other = Create(new(), store, host.Clock);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        await ChallengeAsync(host);
        VerificationResult? between = null;
        BeforeThirdWrite(store, async () => between = await VerifyAsync(other, ToyVendor.RightCode));
        Assert.Equal(TwoFactorOutcome.Accepted, (await VerifyAsync(host, ToyVendor.RightCode)).Outcome);
        Assert.Equal(TwoFactorOutcome.Throttled, between!.Outcome);
        Assert.InRange(between.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_answer_to_one_attempt_does_not_settle_another()
    {
        var store = new FaultyStore();
        var (vendor, slow) = (new ToyVendor(), new ToyVendor());
        await using var host = Create(vendor, store);
        await using var other = Create(slow, store, host.Clock);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        await ChallengeAsync(host);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Before = () =>
        {
            asked.SetResult();
            return answers.Task;
        };

        // The first attempt is counted, then found right. Its write comes so late that a guess was counted before it.
        Task<VerificationResult>? guess = null;
        BeforeThirdWrite(
            store,
            () =>
            {
                host.Clock.Advance(TimeSpan.FromMinutes(1));
                guess = VerifyAsync(other, "000000");
                return asked.Task;
            }
        );
        var right = await VerifyAsync(host, ToyVendor.RightCode);
        answers.SetResult();
        Assert.Equal(TwoFactorOutcome.Throttled, right.Outcome);
        var wrong = await guess!;
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (wrong.Outcome, wrong.AttemptsLeft));
        var written = (await host.Audit.ReadAsync("alice").ToListAsync())[^1];
        Assert.Equal(("verification", "invalid_code"), (written.Type, written.Outcome));
    }

    [Theory]
    [Trait("Req", "R17")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_vendors_yes_comes_to_nothing_when_the_user_said_meanwhile_that_it_was_not_me(bool isProven)
    {
        var store = new FaultyStore();
        var vendor = new ToyVendor();
        await using var host = Create(vendor, store);
        await using var other = Create(new(), store, host.Clock);
        await host.EnrollAsync();
        await EnrollVendorAsync(host);
        var reference = host.Get<NotMeReferences>()
            .Create(
                new FactorSend
                {
                    UserId = "alice",
                    FactorId = "",
                    ChallengeId = await ChallengeAsync(host),
                    State = default,
                    Purpose = ChallengePurpose.SignIn,
                    Entropy = default,
                    Now = host.Clock.Now,
                    ExpiresAt = host.Clock.Now + TimeSpan.FromMinutes(5),
                    Number = 1,
                }
            );
        var reported = TwoFactorOutcome.NotFound;
        if (isProven)
            BeforeThirdWrite(store, ReportAsync);
        else
            vendor.Before = ReportAsync;

        Assert.Equal(TwoFactorOutcome.Throttled, (await VerifyAsync(host, ToyVendor.RightCode)).Outcome);
        Assert.Equal(TwoFactorOutcome.Accepted, reported);
        Assert.False((await VerifyAsync(host, ToyVendor.RightCode)).Succeeded);

        async Task ReportAsync() => reported = await other.Get<INotMeService>().ReportAsync(reference);
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task Naming_a_factor_that_is_not_there_is_charged()
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        await RemoveRecoveryCodesAsync(host);
        for (var left = 4; left >= 0; left--)
        {
            var result = await host.Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = "alice",
                    Code = "000000",
                    FactorId = "no such factor",
                }
            );
            Assert.Equal((TwoFactorOutcome.InvalidCode, left), (result.Outcome, result.AttemptsLeft));
        }
    }

    // An attempt that a vendor finds right is written thrice: it is counted, found right, accepted.
    private static void BeforeThirdWrite(FaultyStore store, Func<Task> racer)
    {
        _ = Then(() => Then(() => Then(racer)));

        Task Then(Func<Task> next)
        {
            store.BeforeNextWrite = next;
            return Task.CompletedTask;
        }
    }

    private static Host Create(ToyVendor vendor, FaultyStore? store = null, ManualClock? clock = null) =>
        Host.Create(
            null,
            b =>
            {
                b.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactorMethod, ToyVendor>(_ => vendor));
                if (store is not null)
                    b.UseStore(_ => store);
            },
            clock
        );

    private static async Task EnrollVendorAsync(Host host)
    {
        var pending = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = ToyVendor.MethodName,
                Proof = new FreshProof { PasswordVerifiedAt = host.Clock.Now, SecondFactorVerifiedAt = host.Clock.Now },
            }
        );
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, ToyVendor.RightCode)).Succeeded);
    }

    private static async Task<string> ChallengeAsync(Host host)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(20));
        var factors = (await host.Enrollment.GetStatusAsync("alice")).Factors;
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest
            {
                UserId = "alice",
                FactorId = factors.Single(f => f.Method == ToyVendor.MethodName).FactorId,
            }
        );
        return challenge.ChallengeId!;
    }

    // Nobody can answer the challenge of the vendor with the app, but a code without a challenge is looked at by both.
    private static Task<VerificationResult> VerifyAsync(Host host, string code, CancellationToken token = default) =>
        host.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = code }, token);

    private static async Task<VerificationResult> VerifyNextAsync(Host host)
    {
        await ChallengeAsync(host);
        return await VerifyAsync(host, "000000");
    }

    private static async Task RemoveRecoveryCodesAsync(Host host)
    {
        var vault = host.Get<AccountVault>();
        var (account, version) = await vault.LoadAsync("alice", default);
        var without = account! with { Factors = Array.FindAll(account.Factors, f => !f.IsBackup) };
        Assert.True(await vault.TryWriteAsync(without, version, [], default));
    }
}
