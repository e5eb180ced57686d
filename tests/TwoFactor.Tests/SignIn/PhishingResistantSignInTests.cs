namespace TwoFactor.Tests;

/// <summary>Sign-ins of users of whom the policy demands a method that resists phishing.</summary>
[Trait("Req", "R60")]
public sealed class PhishingResistantSignInTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] s_other = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];

    [Fact]
    public async Task Only_the_key_is_offered_and_only_the_key_completes_the_sign_in()
    {
        await using var host = await CreateAsync();
        var user = await host.EnrollAsync();
        await AddKeyAsync(host, s_key);
        var signIn = await SignInAsync(host);
        Assert.True(signIn.MustResistPhishing);
        Assert.Equal([ToyExchange.MethodName], signIn.Factors!.Select(f => f.Method));
        var status = await host.Challenges.FindAsync("alice", signIn.ChallengeId!);
        Assert.Equal([ToyExchange.MethodName], status.Methods);
        Assert.Equal([ToyExchange.MethodName], status.Factors.Select(f => f.Method));

        var answer = await AnswerAsync(host, signIn, s_key, 2);
        var result = await host.VerifyAsync(user, answer, signIn.ChallengeId);
        Assert.Equal((TwoFactorOutcome.Accepted, ToyExchange.MethodName), (result.Outcome, result.Method));
    }

    [Fact]
    public async Task Right_codes_of_other_methods_are_not_even_looked_at()
    {
        await using var host = await CreateAsync();
        var user = await host.EnrollAsync();
        await AddKeyAsync(host, s_key);
        var signIn = await SignInAsync(host);
        var temporary = await host.Reset.IssueTemporaryCodeAsync(
            new()
            {
                UserId = "alice",
                Actor = "root",
                Reason = "lost the key",
            }
        );
        foreach (var code in new[] { user.Code(host), user.RecoveryCodes[0], temporary.Code! })
        {
            var refused = await host.VerifyAsync(user, code, signIn.ChallengeId);
            Assert.Equal(TwoFactorOutcome.InvalidCode, refused.Outcome);
        }

        var unasked = await host.VerifyAsync(user, user.Code(host));
        Assert.Equal(TwoFactorOutcome.InvalidCode, unasked.Outcome);

        // None was spent: without the demand each is good.
        await SetAsync(host, []);
        foreach (var code in new[] { user.Code(host), user.RecoveryCodes[0], temporary.Code! })
        {
            var free = await SignInAsync(host);
            Assert.True((await host.VerifyAsync(user, code, free.ChallengeId)).Succeeded);
        }
    }

    [Fact]
    public async Task A_code_is_not_sent_to_a_factor_that_does_not_resist()
    {
        await using var host = await CreateAsync();
        var user = await host.EnrollAsync();
        await AddKeyAsync(host, s_key);
        var signIn = await SignInAsync(host);
        foreach (var signInId in new[] { signIn.ChallengeId, null })
        {
            var request = new ChallengeRequest
            {
                UserId = "alice",
                FactorId = user.FactorId,
                SignInChallengeId = signInId,
            };
            Assert.Equal(TwoFactorOutcome.NotFound, (await host.Challenges.ChallengeAsync(request)).Outcome);
        }
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task Who_has_no_such_factor_proves_another_and_is_led_to_enrol_one()
    {
        await using var host = await CreateAsync();
        var user = await host.EnrollAsync();
        var signIn = await SignInAsync(host);
        Assert.Equal(SignInReasons.PhishingResistantRequired, signIn.Reason);
        var request = new VerificationRequest
        {
            UserId = "alice",
            Code = user.Code(host),
            ChallengeId = signIn.ChallengeId,
            RememberDevice = true,
        };
        var result = await host.Verification.VerifyAsync(request);
        Assert.Equal((TwoFactorOutcome.PhishingResistantRequired, false), (result.Outcome, result.Succeeded));
        Assert.Null(result.DeviceToken);
        Assert.Equal(TwoFactorOutcome.PhishingResistantRequired, result.ToPublic().Outcome);

        // It was spent, and so was the sign-in.
        Assert.Equal(TwoFactorOutcome.Expired, (await host.Verification.VerifyAsync(request)).Outcome);

        await AddKeyAsync(host, s_key);
        var next = await SignInAsync(host);
        Assert.Equal(SignInReasons.Enrolled, next.Reason);
        var answer = await AnswerAsync(host, next, s_key, 2);
        Assert.True((await host.VerifyAsync(user, answer, next.ChallengeId)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_code_without_a_sign_in_gets_what_the_last_sign_in_demanded()
    {
        await using var host = await CreateAsync();
        var user = await host.EnrollAsync();
        await SignInAsync(host);
        Assert.Equal(
            TwoFactorOutcome.PhishingResistantRequired,
            (await host.VerifyAsync(user, user.Code(host))).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R70")]
    public async Task A_trusted_device_counts_if_a_key_earned_it()
    {
        await using var host = await CreateAsync(o => o.TrustedDevices.Enabled = true);
        await SetAsync(host, []);
        var user = await host.EnrollAsync();
        await AddKeyAsync(host, s_key);
        var byCode = await TrustAsync(host, user.Code(host), (await SignInAsync(host)).ChallengeId);
        await SetAsync(host, ["admin"]);
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, byCode)).Decision);

        var signIn = await SignInAsync(host);
        var byKey = await TrustAsync(host, await AnswerAsync(host, signIn, s_key, 2), signIn.ChallengeId);
        Assert.Equal(SignInReasons.TrustedDevice, (await SignInAsync(host, byKey)).Reason);
    }

    [Fact]
    [Trait("Req", "R45")]
    public async Task The_last_factor_that_resists_is_neither_removed_nor_replaced_by_a_weaker_one()
    {
        await using var host = await CreateAsync();
        await host.EnrollAsync();
        var first = await AddKeyAsync(host, s_key);
        await SignInAsync(host);
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, await RemoveAsync(host, first));
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, await RemoveAsync(host, RemovalRequest.AllFactors));
        var weaker = await host.Enrollment.EnrollAsync(
            new()
            {
                UserId = "alice",
                ReplacesFactorId = first,
                Proof = SignedIn(host),
            }
        );
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, weaker.Outcome);

        // With a second one, the first may go, and then the second is the last.
        var second = await AddKeyAsync(host, s_other);
        Assert.Equal(TwoFactorOutcome.Accepted, await RemoveAsync(host, first));
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, await RemoveAsync(host, second));
    }

    [Theory]
    [Trait("Req", "R45")]
    [InlineData("admin", TwoFactorOutcome.RequiredByPolicy)]
    [InlineData(null, TwoFactorOutcome.RequiredByPolicy)]
    [InlineData("guest", TwoFactorOutcome.Accepted)]
    public async Task The_last_one_stays_with_whom_the_policy_demands_it_of_and_in_doubt(
        string? role,
        TwoFactorOutcome expected
    )
    {
        await using var host = await CreateAsync();
        await host.EnrollAsync();
        var key = await AddKeyAsync(host, s_key);
        Assert.Equal(expected, await RemoveAsync(host, key, role));
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task The_trail_of_the_policy_names_the_roles_and_off_takes_none()
    {
        await using var host = await CreateAsync();
        var set = (await host.EventsAsync(AuditEvent.PolicyTrail))[^1];
        Assert.Equal("Optional; phishing-resistant admin", set.Detail);
        var off = await host.Policy.SetAsync(
            new()
            {
                Actor = "root",
                Requirement = Requirement.Off,
                PhishingResistantRoles = ["admin"],
            }
        );
        Assert.Equal(TwoFactorOutcome.InvalidInput, off.Outcome);
        var nameless = await SetAsync(host, [" "]);
        Assert.Equal(TwoFactorOutcome.InvalidInput, nameless.Outcome);
    }

    private static async Task<Host> CreateAsync(Action<TwoFactorOptions>? configure = null)
    {
        var host = Host.Create(configure, b => b.AddMethod<ToyExchange>());
        Assert.True((await SetAsync(host, [" admin "])).Succeeded);
        return host;
    }

    private static Task<PolicyResult> SetAsync(Host host, string[] roles) =>
        host.Policy.SetAsync(
            new()
            {
                Actor = "root",
                Requirement = Requirement.Optional,
                PhishingResistantRoles = roles,
            }
        );

    private static Task<SignInEvaluation> SignInAsync(Host host, string? deviceToken = null) =>
        host.SignIn.EvaluateAsync(
            new()
            {
                UserId = "alice",
                Roles = ["Admin"],
                DeviceToken = deviceToken,
            }
        );

    private static async Task<string> AnswerAsync(Host host, SignInEvaluation signIn, byte[] key, int counter)
    {
        var options = await host.Challenges.GetClientOptionsAsync("alice", signIn.ChallengeId!, ToyExchange.MethodName);
        return ToyExchange.Answer(key, ToyExchange.ChallengeIn(options!), counter);
    }

    private static async Task<string> AddKeyAsync(Host host, byte[] key)
    {
        var pending = await host.Enrollment.EnrollAsync(
            new()
            {
                UserId = "alice",
                Method = ToyExchange.MethodName,
                Input = new Dictionary<string, string> { ["key"] = Convert.ToHexString(key) },
                Proof = SignedIn(host),
            }
        );
        var answer = ToyExchange.Answer(key, ToyExchange.ChallengeIn(pending.ClientOptions!), 1);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, answer)).Succeeded);
        return pending.FactorId!;
    }

    private static async Task<string> TrustAsync(Host host, string code, string? challengeId)
    {
        var result = await host.Verification.VerifyAsync(
            new()
            {
                UserId = "alice",
                Code = code,
                ChallengeId = challengeId,
                RememberDevice = true,
            }
        );
        Assert.True(result.Succeeded, result.ToString());
        return result.DeviceToken!;
    }

    private static async Task<TwoFactorOutcome> RemoveAsync(Host host, string factorId, string? role = "admin") =>
        (
            await host.Enrollment.RemoveAsync(
                new()
                {
                    UserId = "alice",
                    FactorId = factorId,
                    Proof = SignedIn(host),
                    Roles = role is null ? null : [role],
                    Groups = [],
                }
            )
        ).Outcome;

    private static FreshProof SignedIn(Host host) =>
        new() { PasswordVerifiedAt = host.Clock.Now, SecondFactorVerifiedAt = host.Clock.Now };
}
