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
    public void Codes_are_unbiased_and_of_the_length_asked_for()
    {
        var random = new Random(20270131);
        var counts = new int[10];
        var entropy = new byte[FactorSend.EntropyBytes];
        for (var i = 0; i < 60_000; i++)
        {
            random.NextBytes(entropy);
            foreach (var digit in SmsCode.Create(entropy, 6))
                counts[digit - '0']++;
        }

        // Chi squared with 9 degrees of freedom: above 33.7 once in ten thousand seeds, and this one is fixed.
        Assert.InRange(counts.Sum(c => Math.Pow(c - 36_000, 2) / 36_000), 0, 33.7);
        Assert.Equal([6, 7, 8], new[] { 6, 7, 8 }.Select(d => SmsCode.Create(entropy, d).Length));
        Assert.Equal(SmsCode.Create(entropy, 6), SmsCode.Create(entropy, 6));
    }

    [Fact]
    [Trait("Req", "R10")]
    public void Numbers_above_the_last_whole_multiple_are_passed_over()
    {
        // 2^32 is 4,294,967,296: of 6 digits, the last 967,296 numbers would favour small codes.
        var entropy = new byte[FactorSend.EntropyBytes];
        Array.Fill(entropy, (byte)0xFF);
        entropy[31] = 7;
        Assert.NotEqual("967295", SmsCode.Create(entropy, 6));
        entropy.AsSpan(4).Clear();
        entropy[7] = 42;
        Assert.Equal("000042", SmsCode.Create(entropy, 6));
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
    public void A_code_is_bound_to_user_factor_challenge_purpose_and_number()
    {
        var services = SmsHost.Create().Host;
        var method = services.Get<IEnumerable<IFactorMethod>>().OfType<SmsMethod>().Single();
        var state = SmsState.Create(PhoneNumber.Parse("+819012345678").Value!);
        var send = new FactorSend
        {
            UserId = "alice",
            FactorId = "f",
            ChallengeId = "c",
            State = state,
            Purpose = ChallengePurpose.SignIn,
            Entropy = new byte[32],
            Now = ManualClock.Start,
            ExpiresAt = ManualClock.Start.AddMinutes(5),
            Number = 1,
        };
        var message = method.Prepare(send);
        var right = new FactorAttempt
        {
            UserId = "alice",
            FactorId = "f",
            State = state,
            Code = "000000",
            Now = ManualClock.Start,
            ChallengeId = "c",
            ChallengeState = message.ChallengeState,
        };
        Assert.Equal(FactorCheckResult.Right, method.Check(right).Result);
        var otherNumber = state.ToArray();
        otherNumber[^1] = (byte)'9';
        FactorAttempt[] wrong =
        [
            right with
            {
                UserId = "mallory",
            },
            right with
            {
                FactorId = "g",
            },
            right with
            {
                ChallengeId = "d",
            },
            right with
            {
                ChallengeId = null,
            },
            right with
            {
                Purpose = ChallengePurpose.Enrollment,
            },
            right with
            {
                State = otherNumber,
            },
            right with
            {
                Code = "000001",
            },
            right with
            {
                Code = "00000",
            },
            right with
            {
                Code = "0000000",
            },
            right with
            {
                Code = "",
            },
            right with
            {
                ChallengeState = default,
            },
        ];
        Assert.All(wrong, attempt => Assert.Equal(FactorCheckResult.Wrong, method.Check(attempt).Result));
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
