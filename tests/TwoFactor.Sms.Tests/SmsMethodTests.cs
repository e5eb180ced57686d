using System.Text;

namespace TwoFactor.Tests;

public sealed class SmsMethodTests
{
    [Fact]
    public async Task A_user_types_a_number_gets_a_code_and_signs_in_with_the_next()
    {
        await using var sms = SmsHost.Create();
        var pending = await sms.BeginAsync();
        Assert.Equal(
            ("+81 ••••••••78", FactorDeliveryStatus.Accepted),
            (pending.Destination, pending.Delivery?.Status)
        );
        Assert.Contains("SIM", pending.Notice, StringComparison.Ordinal);
        var message = Assert.Single(sms.First.Sent);
        Assert.Equal(
            ("+819012345678", "JP", 1, TimeSpan.FromMinutes(5)),
            (message.To, message.Region, message.Number, message.ValidFor)
        );
        var confirmed = await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode);
        Assert.Equal(10, confirmed.RecoveryCodes!.Count);

        var signIn = await sms.Host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal("+81 ••••••••78", Assert.Single(signIn.Factors!).Destination);
        sms.Clock.Advance(TimeSpan.FromSeconds(1));
        var challenge = await sms.ChallengeAsync();
        var result = await sms.VerifyAsync(sms.LastCode, challenge.ChallengeId);
        Assert.Equal((TwoFactorOutcome.Accepted, "sms"), (result.Outcome, result.Method));
        Assert.Equal(["sms", "mfa"], result.AuthenticationMethods);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await sms.VerifyAsync(sms.LastCode)).Outcome);
        Assert.Contains(await sms.Host.EventsAsync(), e => e.Type == AuditEventTypes.CodeReused);
    }

    [Fact]
    [Trait("Req", "R10")]
    public async Task A_code_is_good_for_five_minutes_and_once()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync();
        sms.Clock.Advance(TimeSpan.FromMinutes(1));
        var challenge = await sms.ChallengeAsync();
        var code = sms.LastCode;
        sms.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TwoFactorOutcome.Expired, (await sms.VerifyAsync(code, challenge.ChallengeId)).Outcome);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await sms.VerifyAsync(code)).Outcome);
    }

    [Fact]
    [Trait("Req", "R11")]
    public void A_factor_and_an_open_code_that_the_first_version_stored_are_still_good()
    {
        // Written down from the version that kept codes by SMS in the core.
        const string State =
            "010102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20"
            + "0000000000000000000000000000000000000000000000000000000000000000"
            + "4A502B383139303132333435363738";
        const string Sent = "2F9407EC58CA80E52EC3365466C94E7A3DC9647DFEF6C2F3204AC3937A2D81A8";
        const string Spent = "62C7D25B70690ADC277832B346127C36BB77B5DF42582B49B72EB9B404B0A883";
        var method = SmsHost.Create().Host.Get<IEnumerable<IFactorMethod>>().OfType<SmsMethod>().Single();
        var state = Convert.FromHexString(State);
        Assert.Equal("+819012345678", method.GetAddress(state));
        var message = method.Prepare(
            new FactorSend
            {
                UserId = "álice",
                FactorId = "factor",
                ChallengeId = "challenge",
                State = state,
                Purpose = ChallengePurpose.StepUp,
                Entropy = Enumerable.Range(0, 32).Select(i => (byte)(200 - i)).ToArray(),
                Now = ManualClock.Start,
                ExpiresAt = ManualClock.Start.AddMinutes(5),
                Number = 1,
            }
        );
        Assert.StartsWith("535749 is your", message.Body, StringComparison.Ordinal);
        Assert.Equal(Sent, Convert.ToHexString(message.ChallengeState));
        var check = method.Check(
            new FactorAttempt
            {
                UserId = "álice",
                FactorId = "factor",
                State = state,
                Code = "535749",
                Now = ManualClock.Start,
                ChallengeId = "challenge",
                ChallengeState = Convert.FromHexString(Sent),
                Purpose = ChallengePurpose.StepUp,
            }
        );
        Assert.Equal($"{State[..66]}{Spent}{State[130..]}", Convert.ToHexString(check.NewState!));
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_state_without_a_number_is_refused_with_the_remedy()
    {
        var method = SmsHost.Create().Host.Get<IEnumerable<IFactorMethod>>().OfType<SmsMethod>().Single();
        var state = new byte[67];
        state[0] = 1;
        var e = Assert.Throws<TwoFactorStoreException>(() => method.GetAddress(state));
        Assert.Contains("Reset the user", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R11")]
    [Trait("Req", "R44")]
    public async Task A_code_for_an_enrolment_does_not_sign_in_and_a_changed_number_voids_the_old_ones_codes()
    {
        await using var sms = SmsHost.Create();
        var old = await sms.EnrollAsync();
        sms.Clock.Advance(TimeSpan.FromMinutes(1));
        var challenge = await sms.ChallengeAsync();
        var codeOfOld = sms.LastCode;
        sms.Clock.Advance(TimeSpan.FromMinutes(1));
        var proof = new FreshProof { PasswordVerifiedAt = sms.Clock.Now, SecondFactorVerifiedAt = sms.Clock.Now };
        var pending = await sms.BeginAsync(number: "080-8765-4321", proof: proof, replaces: old);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await sms.VerifyAsync(sms.LastCode)).Outcome);
        sms.Host.Notifier.Notices.Clear();
        Assert.True((await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode)).Succeeded);
        Assert.Equal(TwoFactorOutcome.Expired, (await sms.VerifyAsync(codeOfOld, challenge.ChallengeId)).Outcome);
        Assert.Equal(
            pending.FactorId,
            Assert.Single((await sms.Host.Enrollment.GetStatusAsync("alice")).Factors).FactorId
        );

        // One notice, and it reaches the number that was there before.
        var notice = Assert.Single(sms.Host.Notifier.Notices);
        Assert.Equal(
            (AuditEventTypes.FactorConfirmed, "+819012345678"),
            (notice.Event.Type, Assert.Single(notice.Addresses))
        );
        Assert.Equal($"replaces sms {old}", notice.Event.Detail);
        Assert.DoesNotContain("5678", notice.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("factor that is not there", TwoFactorOutcome.NotFound)]
    [InlineData(null, TwoFactorOutcome.Accepted)]
    public async Task Only_an_active_factor_can_be_replaced(string? replaced, TwoFactorOutcome outcome)
    {
        await using var sms = SmsHost.Create();
        Assert.Equal(outcome, (await sms.BeginAsync(replaces: replaced)).Outcome);
    }

    [Fact]
    [Trait("Req", "R44")]
    public async Task A_reset_reaches_the_number_that_it_takes_away()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync();
        sms.Host.Notifier.Notices.Clear();
        await sms.Host.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "lost",
            }
        );
        Assert.Equal("+819012345678", Assert.Single(Assert.Single(sms.Host.Notifier.Notices).Addresses));
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_resend_is_a_new_code_and_the_old_one_is_void()
    {
        await using var sms = SmsHost.Create();
        var pending = await sms.BeginAsync();
        var old = sms.LastCode;
        var early = await sms.Host.Enrollment.ResendAsync("alice", pending.FactorId!);
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(30)), (early.Outcome, early.RetryAfter));
        for (var wait = 30; wait <= 120; wait *= 2)
        {
            sms.Clock.Advance(TimeSpan.FromSeconds(wait));
            Assert.Equal(
                TwoFactorOutcome.Accepted,
                (await sms.Host.Enrollment.ResendAsync("alice", pending.FactorId!)).Outcome
            );
            Assert.NotEqual(old, sms.LastCode);
            Assert.Equal(
                TwoFactorOutcome.InvalidCode,
                (await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, old)).Outcome
            );
            old = sms.LastCode;
        }

        Assert.Equal([1, 2, 3, 4], sms.First.Sent.Select(m => m.Number));
        Assert.True((await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task Of_the_codes_for_one_purpose_the_last_alone_is_good_whichever_challenge_it_came_with()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync();
        var first = await sms.ChallengeAsync();
        var old = sms.LastCode;
        sms.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = await sms.ChallengeAsync();
        Assert.Equal(TwoFactorOutcome.Expired, (await sms.VerifyAsync(old, first.ChallengeId)).Outcome);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await sms.VerifyAsync(old, second.ChallengeId)).Outcome);
        Assert.True((await sms.VerifyAsync(sms.LastCode, second.ChallengeId)).Succeeded);
    }

    [Fact]
    public async Task A_right_code_proves_a_change_also_while_the_next_one_has_to_wait()
    {
        await using var sms = SmsHost.Create();
        var old = await sms.EnrollAsync();
        sms.Clock.Advance(TimeSpan.FromMinutes(1));
        await sms.ChallengeAsync(purpose: ChallengePurpose.Change);
        var wrong = await sms.BeginAsync(number: "080-8765-4321", proof: sms.Host.Proof("000000"), replaces: old);
        Assert.Equal(TwoFactorOutcome.InvalidCode, wrong.Outcome);
        var pending = await sms.BeginAsync(number: "080-8765-4321", proof: sms.Host.Proof(sms.LastCode), replaces: old);
        Assert.True(pending.Succeeded);
        Assert.True((await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_factor_whose_state_cannot_be_read_stops_neither_a_reset_nor_its_notice()
    {
        await using var sms = SmsHost.Create();
        await sms.EnrollAsync();
        var row = (await sms.Host.Store.FindAsync(new AccountKey("", "alice"), default))!;
        var account = sms.Account();
        account.Factors.First(f => !f.IsBackup).State[0] = 99;
        Assert.True(await sms.Host.Get<AccountVault>().TryWriteAsync(account, row.Version, [], default));
        sms.Host.Notifier.Notices.Clear();
        Assert.Equal(
            TwoFactorOutcome.Accepted,
            (
                await sms.Host.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "admin",
                        Reason = "lost",
                    }
                )
            ).Outcome
        );
        Assert.Empty(Assert.Single(sms.Host.Notifier.Notices).Addresses);
        Assert.Equal(1, (await sms.Host.EventsAsync()).Count(e => e.Type == AuditEventTypes.Reset));
    }

    [Fact]
    [Trait("Req", "R13")]
    public async Task The_code_is_nowhere_but_in_the_message()
    {
        await using var sms = SmsHost.Create(o => o.Sms.CodeDigits = 8);
        var pending = await sms.BeginAsync(address: "203.0.113.9");
        var code = sms.LastCode;
        var account = System.Text.Json.JsonSerializer.Serialize(sms.Account(), AccountJson.Default.TwoFactorAccount);
        Assert.DoesNotContain(
            code,
            Encoding.Latin1.GetString(sms.Account().Challenges.Single().State!),
            StringComparison.Ordinal
        );
        await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, "12345678");
        await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, code);
        var everything =
            $"{account}\n{string.Join('\n', sms.Host.Logs.Lines)}\n{string.Join('\n', (await sms.Host.EventsAsync()).Select(e => System.Text.Json.JsonSerializer.Serialize(e)))}";
        Assert.DoesNotContain(code, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("9012345678", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", everything, StringComparison.Ordinal);
        var state = sms.Account().Factors.Single(f => !f.IsBackup).State;
        Assert.DoesNotContain(code, Encoding.Latin1.GetString(state), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "R14")]
    [InlineData("de-AT", "Codes per SMS sind")]
    [InlineData("zh-CN", "短信代码")]
    [InlineData("pt_BR", "Os códigos por SMS")]
    [InlineData("ar", "الرموز عبر الرسائل")]
    [InlineData("nl", "Codes by SMS are")]
    [InlineData(null, "Codes by SMS are")]
    public async Task The_notice_is_in_the_user_s_language(string? language, string beginning)
    {
        await using var sms = SmsHost.Create();
        var pending = await sms.BeginAsync(language: language);
        Assert.StartsWith(beginning, pending.Notice, StringComparison.Ordinal);
        var method = sms.Host.Enrollment.GetMethods().Single(m => m.Name == SmsFactor.Method);
        Assert.Equal(pending.Notice, method.NoticeIn(language));
    }

    [Fact]
    [Trait("Req", "R14")]
    public async Task Sms_is_marked_as_restricted_and_alone_it_is_warned_of()
    {
        await using var alone = SmsHost.Create(o => o.Common.Methods = ["sms"]);
        var method = Assert.Single(alone.Host.Enrollment.GetMethods());
        Assert.Equal(("sms", true), (method.Name, method.IsRestricted));
        Assert.Contains("authenticator app", method.Notice, StringComparison.Ordinal);
        Assert.Contains(
            alone.Host.Logs.Lines,
            l => l.Contains("restricted authenticators alone (sms)", StringComparison.Ordinal)
        );
        Assert.Equal(
            TwoFactorOutcome.InvalidInput,
            (
                await alone.Host.Enrollment.EnrollAsync(
                    new EnrollmentRequest { UserId = "alice", Proof = alone.Host.Proof() }
                )
            ).Outcome
        );

        await using var both = SmsHost.Create();
        Assert.Equal(["totp", "sms"], both.Host.Enrollment.GetMethods().Select(m => m.Name));
        Assert.DoesNotContain(both.Host.Logs.Lines, l => l.Contains("restricted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0990-123-456", "kind")]
    [InlineData("0120-123-456", "kind")]
    [InlineData("020-4123-4567", "kind")]
    [InlineData("03-1234-5678", "kind")]
    [InlineData("+44 7400 123456", "country")]
    [InlineData("12", "too few digits")]
    [InlineData("x", "no phone number")]
    [Trait("Req", "R16")]
    public async Task Numbers_that_must_not_be_sent_to_are_refused_before_anything_happens(string number, string reason)
    {
        await using var sms = SmsHost.Create();
        var result = await sms.BeginAsync(number: number);
        Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
        Assert.Empty(sms.First.Asked);
        Assert.Null(await sms.Host.Store.FindAsync(new AccountKey("", "alice"), default));
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task Without_an_allowed_region_nothing_is_sent_and_it_says_so_at_start()
    {
        await using var sms = SmsHost.Create(o => o.Sms.Regions = []);
        Assert.Equal(TwoFactorOutcome.InvalidInput, (await sms.BeginAsync()).Outcome);
        Assert.Contains(
            sms.Host.Logs.Lines,
            l => l.Contains("TwoFactor:Sms:Regions names no region", StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task A_region_that_is_not_allowed_any_more_is_not_sent_to()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await using var before = SmsHost.Create(build: b => b.UseStore(_ => store), clock: clock);
        await before.EnrollAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await using var after = SmsHost.Create(o => o.Sms.Regions = ["US"], b => b.UseStore(_ => store), clock);
        Assert.Equal(TwoFactorOutcome.Throttled, (await after.ChallengeAsync()).Outcome);
        Assert.Empty(after.First.Asked);
        Assert.Contains(
            await after.Host.EventsAsync(),
            e => e is { Type: AuditEventTypes.SendRefused, Detail: SmsRefusals.Region }
        );
    }
}
