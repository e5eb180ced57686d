using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>Twilio makes the code and checks it; the engine charges each attempt before it asks.</summary>
public sealed class TwilioVerifyTests : IAsyncLifetime
{
    private const string Service = "VA0123456789abcdef0123456789abcdef";
    private readonly List<string> _checked = [];
    private readonly Dictionary<string, (string Sid, string Code)> _pending = new(StringComparer.Ordinal);
    private FakeTwilio _fake = null!;
    private int _verifications;

    /// <summary>The code in the last message to the number.</summary>
    private string Code => _pending[TwilioHost.Number].Code;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeTwilio.StartAsync();
        _fake.Answer = AnswerAsync;
    }

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Fact]
    public async Task A_user_enrols_and_signs_in_with_codes_that_twilio_makes()
    {
        await using var host = Create();
        var factor = await EnrollAsync(host);
        var sent = _fake.Requests.Skip(1).First();
        Assert.Equal(
            ("/v2/Services/" + Service + "/Verifications", TwilioHost.Number, "sms"),
            (sent.Path, sent.Form["To"], sent.Form["Channel"])
        );
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", FactorId = factor }
        );
        var wrong = await VerifyAsync(host, "111111", challenge.ChallengeId);
        Assert.Equal((TwoFactorOutcome.InvalidCode, (int?)4), (wrong.Outcome, wrong.AttemptsLeft));
        var result = await VerifyAsync(host, Code.Insert(3, " "), challenge.ChallengeId);
        Assert.Equal((TwoFactorOutcome.Accepted, "twilio_verify"), (result.Outcome, result.Method));
        Assert.Equal(["sms", "mfa"], result.AuthenticationMethods);
        Assert.Equal("VE00000000000000000000000000000002", _fake.Requests.Last().Form["VerificationSid"]);
        Assert.False((await VerifyAsync(host, Code)).Succeeded);
        Assert.True((await host.Get<IAuditService>().VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R31")]
    public async Task Of_many_guesses_at_once_the_budget_is_asked_at_most_and_the_right_code_after_the_lock_is_not()
    {
        await using var host = await ChallengedAsync();
        _checked.Clear();
        var outcomes = new List<TwoFactorOutcome>();
        for (var round = 0; round < 20 && !outcomes.Contains(TwoFactorOutcome.Locked); round++)
            outcomes.AddRange(
                (
                    await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => VerifyAsync(host, "111111"))))
                ).Select(r => r.Outcome)
            );

        Assert.Equal(5, _checked.Count);
        Assert.Equal(5, outcomes.Count(o => o == TwoFactorOutcome.InvalidCode));
        Assert.Contains(TwoFactorOutcome.Throttled, outcomes);
        Assert.Equal(TwoFactorOutcome.Locked, (await VerifyAsync(host, Code)).Outcome);
        Assert.Equal(5, _checked.Count);
    }

    [Fact]
    public async Task A_right_code_gives_the_charge_back_even_as_the_last_of_the_budget()
    {
        await using var host = await ChallengedAsync();
        for (var i = 0; i < 4; i++)
            await VerifyAsync(host, "111111");

        Assert.True((await VerifyAsync(host, Code)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task When_twilio_does_not_answer_nobody_gets_in_and_the_attempt_is_charged()
    {
        await using var host = await ChallengedAsync();
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, 503, "");
        for (var i = 0; i < 4; i++)
            Assert.Equal(TwoFactorOutcome.Throttled, (await VerifyAsync(host, Code)).Outcome);

        var last = await VerifyAsync(host, Code);
        Assert.Equal(TwoFactorOutcome.Throttled, last.Outcome);
        Assert.NotNull(last.RetryAfter);
        Assert.Equal(TwoFactorOutcome.Locked, (await VerifyAsync(host, Code)).Outcome);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task When_twilio_was_never_reached_the_attempt_is_given_back()
    {
        var url = _fake.Url;
        await using var host = Create(o => o.VerifyUrl = url);
        await EnrollAsync(host);
        await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        host.Get<IOptions<TwilioOptions>>().Value.VerifyUrl = new Uri("http://127.0.0.1:9");
        for (var i = 0; i < 20; i++)
            Assert.Equal(TwoFactorOutcome.Throttled, (await VerifyAsync(host, Code)).Outcome);

        host.Get<IOptions<TwilioOptions>>().Value.VerifyUrl = url;
        Assert.True((await VerifyAsync(host, Code)).Succeeded);
    }

    [Fact]
    public async Task An_attempt_whose_process_died_lets_nobody_in_for_half_a_minute_and_stays_charged()
    {
        var clock = new ManualClock();
        await using var host = Create(services: s => s.AddSingleton<TimeProvider>(clock));
        await EnrollAsync(host, clock.Now);
        clock.Advance(TimeSpan.FromMinutes(1));
        await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        using var died = new CancellationTokenSource();
        _fake.Answer = async c =>
        {
            await died.CancelAsync();
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            host.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = Code }, died.Token)
        );
        _fake.Answer = AnswerAsync;
        var early = await VerifyAsync(host, Code);
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(30)), (early.Outcome, early.RetryAfter));
        clock.Advance(TimeSpan.FromSeconds(30));
        var wrong = await VerifyAsync(host, "111111");
        Assert.Equal((TwoFactorOutcome.InvalidCode, (int?)3), (wrong.Outcome, wrong.AttemptsLeft));
        Assert.True((await VerifyAsync(host, Code)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task Such_a_code_proves_a_change_too()
    {
        await using var host = Create();
        await EnrollAsync(host);
        await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", Purpose = ChallengePurpose.Change }
        );
        var proof = new FreshProof { PasswordVerifiedAt = DateTimeOffset.UtcNow, Code = "111111" };
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = proof })).Outcome
        );
        proof = new FreshProof { PasswordVerifiedAt = DateTimeOffset.UtcNow, Code = Code };
        Assert.True(
            (await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = proof })).Succeeded
        );
    }

    [Theory]
    [InlineData("12")]
    [InlineData("abcdef")]
    [InlineData("+12345")]
    public async Task What_is_no_code_is_not_asked(string code)
    {
        await using var host = await ChallengedAsync();
        _checked.Clear();
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await VerifyAsync(host, code)).Outcome);
        Assert.Empty(_checked);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task The_limits_hold_for_it()
    {
        await using var host = Create();
        Assert.Equal(
            TwoFactorOutcome.InvalidInput,
            (await host.EnrollAsync(number: "+81990123456", method: "twilio_verify")).Outcome
        );
        Assert.True((await host.EnrollAsync("alice", method: "twilio_verify")).Succeeded);
        Assert.Equal(TwoFactorOutcome.Throttled, (await host.EnrollAsync("bob", method: "twilio_verify")).Outcome);
        Assert.Equal(1, _verifications);
    }

    [Fact]
    public async Task Requests_are_those_of_twilios_documents()
    {
        var mock = TwilioContractTests.Mock("VERIFY");
        await using var host = Create(o => o.VerifyUrl = mock);
        var pending = await host.EnrollAsync(method: "twilio_verify");
        Assert.Equal(FactorDeliveryStatus.Accepted, pending.Delivery!.Status);
        Assert.Contains(
            (await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, "424242")).Outcome,
            new[] { TwoFactorOutcome.Accepted, TwoFactorOutcome.InvalidCode }
        );
        Assert.DoesNotContain(
            host.Logs.Lines,
            l => l.Contains("A request to Twilio Verify failed", StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Req", "R11")]
    [Trait("Req", "R12")]
    public async Task A_code_is_good_for_the_last_send_alone_and_for_whoever_asked()
    {
        var clock = new ManualClock();
        await using var host = Create(services: s => s.AddSingleton<TimeProvider>(clock));
        await EnrollAsync(host, clock.Now);
        clock.Advance(TimeSpan.FromMinutes(1));
        await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        var mine = Code;

        // Somebody enrols the same number: the code in that message signs nobody in, and ends mine.
        var proof = new FreshProof { PasswordVerifiedAt = clock.Now };
        var input = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SmsInput.PhoneNumber] = TwilioHost.Number,
        };
        Assert.True(
            (
                await host.Enrollment.EnrollAsync(
                    new EnrollmentRequest
                    {
                        UserId = "carol",
                        Method = "twilio_verify",
                        Input = input,
                        Proof = proof,
                    }
                )
            ).Succeeded
        );
        var theirs = Code;
        Assert.NotEqual(mine, theirs);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await VerifyAsync(host, theirs)).Outcome);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await VerifyAsync(host, mine)).Outcome);
    }

    [Theory]
    [InlineData("zh-Hant-TW", "zh-HK")]
    [InlineData("pt_BR", "pt-BR")]
    [InlineData("no", "nb")]
    [InlineData("fil-PH", null)]
    [InlineData("fa-IR", null)]
    [InlineData(null, null)]
    public void The_language_is_asked_for_where_verify_has_it(string? language, string? locale) =>
        Assert.Equal(locale, TwilioLocales.Find(language));

    [Fact]
    public async Task The_lock_comes_also_when_the_challenge_goes_while_twilio_is_asked()
    {
        await using var host = await ChallengedAsync();
        for (var i = 0; i < 4; i++)
            await VerifyAsync(host, "111111");

        _fake.Answer = async c =>
        {
            for (var i = 0; i < 9; i++)
                await host.Get<ISignInService>().EvaluateAsync(new SignInRequest { UserId = "alice" });

            await AnswerAsync(c);
        };
        await VerifyAsync(host, "111111");
        Assert.Equal(TwoFactorOutcome.Locked, (await VerifyAsync(host, Code)).Outcome);
    }

    [Fact]
    public async Task Others_sign_ins_while_twilio_is_asked_do_not_close_the_challenge()
    {
        await using var host = Create();
        await EnrollAsync(host);
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        for (var i = 0; i < 4; i++)
            await VerifyAsync(host, "111111");

        _fake.Answer = async c =>
        {
            for (var i = 0; i < 9; i++)
                await host.Get<ISignInService>().EvaluateAsync(new SignInRequest { UserId = "alice" });

            await AnswerAsync(c);
        };
        Assert.Equal(TwoFactorOutcome.Accepted, (await VerifyAsync(host, Code, challenge.ChallengeId)).Outcome);
    }

    [Fact]
    [Trait("Req", "R31")]
    public async Task A_security_change_while_twilio_is_asked_does_not_wipe_the_charge()
    {
        await using var host = await ChallengedAsync();
        for (var i = 0; i < 4; i++)
            await VerifyAsync(host, "111111");

        var proof = new FreshProof
        {
            PasswordVerifiedAt = DateTimeOffset.UtcNow,
            SecondFactorVerifiedAt = DateTimeOffset.UtcNow,
        };
        _fake.Answer = async c =>
        {
            Assert.True((await host.Enrollment.RegenerateRecoveryCodesAsync("alice", proof)).Succeeded);
            await AnswerAsync(c);
        };
        await VerifyAsync(host, "111111");
        Assert.Equal(TwoFactorOutcome.Locked, (await VerifyAsync(host, "111111")).Outcome);
    }

    [Fact]
    public async Task An_import_after_a_lost_answer_finds_a_user_with_a_clean_slate()
    {
        var clock = new ManualClock();
        await using var host = Create(services: s => s.AddSingleton<TimeProvider>(clock));
        var proof = new FreshProof { PasswordVerifiedAt = clock.Now };
        var input = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SmsInput.PhoneNumber] = TwilioHost.Number,
        };
        var pending = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = "twilio_verify",
                Input = input,
                Proof = proof,
            }
        );
        using var died = new CancellationTokenSource();
        _fake.Answer = async c =>
        {
            await died.CancelAsync();
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            host.Enrollment.ConfirmAsync("alice", pending.FactorId!, "424241", died.Token)
        );
        clock.Advance(TimeSpan.FromHours(2));
        var uri = OtpAuthUri
            .Parse("otpauth://totp/Old:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Old")
            .Value!;
        Assert.True((await host.Get<IAdministrationService>().ImportAsync("alice", uri, "admin")).Succeeded);
        var code = Totp.Compute(uri.Secret.Span, uri.Parameters.StepAt(clock.Now), uri.Parameters);
        Assert.True((await VerifyAsync(host, code)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_message_that_cannot_be_counted_can_still_be_answered()
    {
        await using var host = Create(services: s => s.AddSingleton<IQuotaStore>(new ForgetfulQuotas()));
        await EnrollAsync(host);
    }

    [Fact]
    public async Task Where_the_pending_verification_cannot_be_cancelled_nothing_is_sent()
    {
        await using var host = Create();
        _fake.Answer = c =>
            c.Request.Path.Value!.EndsWith("/Verifications", StringComparison.Ordinal)
                ? AnswerAsync(c)
                : FakeTwilio.ReplyAsync(c, 503, "");
        Assert.Equal(FactorDeliveryStatus.Rejected, (await host.EnrollAsync(method: "twilio_verify")).Delivery!.Status);
        Assert.Equal(0, _verifications);
    }

    private sealed class ForgetfulQuotas : IQuotaStore
    {
        public ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) =>
            permits.Any(p => p.Bucket.Contains(":sent:", StringComparison.Ordinal))
                ? throw new TwoFactorStoreException("The quota store is down. Start it.")
                : new(QuotaDecision.Granted);

        public ValueTask<IReadOnlyList<long>> CountAsync(
            string tenant,
            IReadOnlyList<QuotaCount> counts,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => new(new long[counts.Count]);

        public ValueTask<long> PurgeAsync(
            string tenant,
            DateTimeOffset expiredBefore,
            CancellationToken cancellationToken
        ) => new(0);
    }

    [Theory]
    [InlineData(null, "call", "otp")]
    [InlineData("", "call", "otp")]
    [InlineData("call", "call", "otp")]
    [InlineData("sms", "sms", "otp")]
    [InlineData("whatsapp", null, null)]
    [InlineData("Call", null, null)]
    [InlineData("fax|sms", null, null)]
    public async Task A_user_chooses_among_the_channels_that_are_offered_and_the_factor_keeps_it(
        string? named,
        string? channel,
        string? earned
    )
    {
        await using var host = Create(o => o.VerifyChannels = [TwilioVerifyChannel.Call, TwilioVerifyChannel.Sms]);
        var input = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SmsInput.PhoneNumber] = TwilioHost.Number,
        };
        if (named is not null)
            input[SmsInput.Channel] = named;

        var pending = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = "twilio_verify",
                Input = input,
                Proof = new FreshProof { PasswordVerifiedAt = DateTimeOffset.UtcNow },
            }
        );
        if (channel is null)
        {
            Assert.False(pending.Succeeded);
            Assert.Contains("call, sms", pending.Message, StringComparison.Ordinal);
            Assert.Empty(_fake.Requests);
            return;
        }

        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, Code)).Succeeded);
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        Assert.Equal(
            [channel, channel],
            _fake.Requests.Where(r => r.Form.ContainsKey("Channel")).Select(r => r.Form["Channel"])
        );
        var result = await VerifyAsync(host, Code, challenge.ChallengeId);
        Assert.Equal([earned!, "mfa"], result.AuthenticationMethods!);
        Assert.All(
            _fake.Requests.Where(r => r.Form.ContainsKey("To")),
            r => Assert.Equal(TwilioHost.Number, r.Form["To"])
        );
    }

    [Theory]
    [InlineData(TwilioVerifyChannel.Sms, "sms")]
    [InlineData(TwilioVerifyChannel.Call, "tel")]
    [InlineData(TwilioVerifyChannel.WhatsApp, "otp")]
    public void What_a_channel_earns_is_what_RFC_8176_has_for_it(TwilioVerifyChannel channel, string earned)
    {
        var traits = TwilioVerifyChannels.Traits([channel]);
        Assert.Equal([earned], traits.AuthenticationMethods);
        Assert.True(traits.IsRestricted);
        Assert.NotEmpty(traits.Notice!);
        Assert.Equal(SmsFactor.Traits.NoticeTranslations.Keys, traits.NoticeTranslations.Keys);
    }

    [Fact]
    public async Task Without_its_service_it_says_so()
    {
        await using var host = TwilioHost.Create(null, build: b => b.AddTwilioVerify(_ => { }));
        Assert.Contains(
            "VerifyServiceSid is missing",
            Assert.Throws<OptionsValidationException>(() => host.Enrollment).Message,
            StringComparison.Ordinal
        );
    }

    private TwilioHost Create(Action<TwilioOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        TwilioHost.Create(
            _fake.Url,
            configure,
            build: b => b.AddTwilioVerify(o => o.VerifyServiceSid = Service),
            services: services
        );

    /// <summary>Alice is enrolled, and a code for her sign-in is on its way.</summary>
    private async Task<TwilioHost> ChallengedAsync()
    {
        var host = Create();
        await EnrollAsync(host);
        await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        return host;
    }

    private async Task<string> EnrollAsync(TwilioHost host, DateTimeOffset? now = null)
    {
        var pending = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = "twilio_verify",
                Input = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [SmsInput.PhoneNumber] = TwilioHost.Number,
                },
                Proof = new FreshProof { PasswordVerifiedAt = now ?? DateTimeOffset.UtcNow },
            }
        );
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, Code)).Succeeded);
        return pending.FactorId!;
    }

    private static Task<VerificationResult> VerifyAsync(TwilioHost host, string code, string? challengeId = null) =>
        host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = code,
                ChallengeId = challengeId,
            }
        );

    // As Twilio does: a number has one pending verification, and whoever asks for it again gets the same one with the
    // same code.
    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var form = context.Request.Form;
        lock (_checked)
        {
            if (path.EndsWith("/Verifications", StringComparison.Ordinal))
            {
                if (!_pending.TryGetValue(form["To"].ToString(), out var pending))
                    _pending[form["To"].ToString()] = pending = (
                        $"VE{++_verifications:D32}",
                        $"{424_240 + _verifications}"
                    );

                return FakeTwilio.ReplyAsync(context, 201, $$"""{"sid":"{{pending.Sid}}","status":"pending"}""");
            }

            if (path.Contains("/Verifications/", StringComparison.Ordinal))
            {
                Assert.Equal("canceled", form["Status"].ToString());
                return _pending.Remove(Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]))
                    ? FakeTwilio.ReplyAsync(context, 200, """{"status":"canceled"}""")
                    : FakeTwilio.ReplyAsync(context, 404, """{"code":20404}""");
            }

            var code = form["Code"].ToString();
            _checked.Add(code);
            var asked = _pending.Values.FirstOrDefault(p => p.Sid == form["VerificationSid"]);
            if (asked.Sid is null)
                return FakeTwilio.ReplyAsync(context, 404, """{"code":20404}""");

            return FakeTwilio.ReplyAsync(
                context,
                200,
                $$"""{"status":"{{(code == asked.Code ? "approved" : "pending")}}"}"""
            );
        }
    }
}
