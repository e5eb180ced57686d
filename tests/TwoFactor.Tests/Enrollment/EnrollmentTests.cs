namespace TwoFactor.Tests;

public sealed class EnrollmentTests
{
    [Fact]
    [Trait("Req", "R40")]
    public async Task A_pending_factor_satisfies_nothing()
    {
        await using var host = Host.Create();
        var pending = await host.BeginAsync();
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.VerifyAsync(pending, pending.Code(host))).Outcome);
        Assert.False((await host.Enrollment.GetStatusAsync("alice")).Enabled);
        Assert.Equal(
            TwoFactorOutcome.NotEnrolled,
            (await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" })).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task A_pending_factor_expires_after_ten_minutes()
    {
        await using var host = Host.Create();
        var pending = await host.BeginAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.Enrollment.ConfirmAsync("alice", pending.FactorId, pending.Code(host))).Outcome
        );
        Assert.Empty((await host.Enrollment.GetStatusAsync("alice")).Factors);
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task A_pending_factor_displaces_no_active_one()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.BeginAsync(proofCode: user.Code(host));
            host.Clock.NextStep();
        }

        var status = await host.Enrollment.GetStatusAsync("alice");
        Assert.Single(status.Factors, f => f.FactorId == user.FactorId && f.Status == FactorStatus.Active);
        Assert.Equal(3, status.Factors.Count(f => f.Status == FactorStatus.Pending));
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R40")]
    [Trait("Req", "R42")]
    public async Task What_was_begun_with_the_password_alone_does_not_become_a_factor_beside_one_that_was_proven()
    {
        await using var host = Host.Create();
        var thief = await host.BeginAsync();
        await host.EnrollAsync();
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.Enrollment.ConfirmAsync("alice", thief.FactorId, thief.Code(host))).Outcome
        );
        Assert.Single((await host.Enrollment.GetStatusAsync("alice")).Factors);
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task A_factor_that_is_active_is_not_confirmed_again()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.Enrollment.ConfirmAsync("alice", user.FactorId, user.Code(host))).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task Confirmation_takes_the_secret_of_the_server_and_of_this_user_alone()
    {
        await using var host = Host.Create();
        var alice = await host.BeginAsync();
        var mallory = await host.BeginAsync("mallory");
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.Enrollment.ConfirmAsync("alice", alice.FactorId, mallory.Code(host))).Outcome
        );
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.Enrollment.ConfirmAsync("mallory", alice.FactorId, alice.Code(host))).Outcome
        );

        // No method that confirms takes a secret.
        Assert.All(
            typeof(IEnrollmentService).GetMethod(nameof(IEnrollmentService.ConfirmAsync))!.GetParameters(),
            p => Assert.DoesNotContain("secret", p.Name, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task No_answer_but_that_of_the_enrolment_shows_the_secret()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var secret = Base32.Encode(user.Secret);
        object[] answers =
        [
            await host.Enrollment.GetStatusAsync("alice"),
            await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" }),
            await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" }),
            await host.Enrollment.RenameAsync("alice", user.FactorId, "phone"),
            await host.VerifyAsync(user, user.Code(host)),
        ];
        foreach (var answer in answers)
        {
            var json = System.Text.Json.JsonSerializer.Serialize(answer);
            Assert.DoesNotContain(secret, json, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(user.Secret)[..20], json, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Req", "R41")]
    public async Task A_user_has_several_factors_of_one_method_each_with_its_name_and_times()
    {
        await using var host = Host.Create();
        var created = host.Clock.Now;
        var first = await host.EnrollAsync();
        await host.Enrollment.RenameAsync("alice", first.FactorId, "  phone ");
        var second = await host.EnrollAsync(proofCode: first.Code(host));
        var used = host.Clock.Now;
        Assert.True((await host.VerifyAsync(second, second.Code(host))).Succeeded);

        var factors = (await host.Enrollment.GetStatusAsync("alice")).Factors;
        Assert.Equal(
            [("phone", FactorStatus.Active), ("totp", FactorStatus.Active)],
            factors.Select(f => (f.Name, f.Status))
        );
        Assert.Equal((created, (DateTimeOffset?)created), (factors[0].CreatedAt, factors[0].ConfirmedAt));
        Assert.Equal(used, factors[1].LastUsedAt);
        Assert.True((await host.VerifyAsync(first, first.Code(host))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R41")]
    public async Task Names_are_checked_and_factors_are_limited()
    {
        await using var host = Host.Create(o => o.Enrollment.MaxFactors = 1);
        var user = await host.EnrollAsync();
        Assert.Equal(
            TwoFactorOutcome.InvalidInput,
            (await host.Enrollment.RenameAsync("alice", user.FactorId, "a\nb")).Outcome
        );
        Assert.Equal(TwoFactorOutcome.NotFound, (await host.Enrollment.RenameAsync("alice", "nope", "x")).Outcome);
        var more = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest { UserId = "alice", Proof = host.Proof(user.Code(host)) }
        );
        Assert.Equal(TwoFactorOutcome.LimitReached, more.Outcome);
        Assert.True(
            (await host.VerifyAsync(user, user.Code(host))).Succeeded,
            "the refused request has not spent the code"
        );
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task Every_change_is_refused_without_a_fresh_password()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        foreach (var age in new[] { TimeSpan.FromMinutes(5.1), TimeSpan.FromMinutes(-5) })
        {
            var stale = new FreshProof { PasswordVerifiedAt = host.Clock.Now - age, Code = user.Code(host) };
            Assert.All(
                await ChangesAsync(host, user, stale),
                o => Assert.Equal(TwoFactorOutcome.ReauthenticationRequired, o)
            );
        }

        Assert.All(
            await ChangesAsync(host, user, null!),
            o => Assert.Equal(TwoFactorOutcome.ReauthenticationRequired, o)
        );
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded, "no code was spent");
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task Where_a_factor_is_active_the_password_alone_changes_nothing()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        Assert.All(
            await ChangesAsync(host, user, host.Proof()),
            o => Assert.Equal(TwoFactorOutcome.ReauthenticationRequired, o)
        );
        var old = new FreshProof
        {
            PasswordVerifiedAt = host.Clock.Now,
            SecondFactorVerifiedAt = host.Clock.Now - TimeSpan.FromMinutes(6),
        };
        Assert.All(
            await ChangesAsync(host, user, old),
            o => Assert.Equal(TwoFactorOutcome.ReauthenticationRequired, o)
        );
        Assert.All(
            await ChangesAsync(host, user, host.Proof(EnrolledUser.Wrong)),
            o => Assert.Equal(TwoFactorOutcome.InvalidCode, o)
        );
        Assert.Equal(10, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task A_code_as_proof_is_spent_by_the_change()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        Assert.True((await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(code))).Succeeded);
        Assert.Equal(
            TwoFactorOutcome.CodeUsed,
            (await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(code))).Outcome
        );
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, code)).Outcome);
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task A_session_that_passed_a_second_factor_just_now_need_not_type_another_code()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var proof = new FreshProof
        {
            PasswordVerifiedAt = host.Clock.Now,
            SecondFactorVerifiedAt = host.Clock.Now - TimeSpan.FromMinutes(4),
        };
        Assert.All(await ChangesAsync(host, user, proof), o => Assert.Equal(TwoFactorOutcome.Accepted, o));
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task Each_security_change_bumps_the_epoch_and_kills_challenges_and_devices()
    {
        await using var host = Host.Create(o => o.TrustedDevices.Enabled = true);
        var user = await host.EnrollAsync();
        var changes = new Func<Task>[]
        {
            async () => await host.EnrollAsync(proofCode: user.Code(host)),
            async () => await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(user.Code(host))),
            async () =>
                await host.Enrollment.RemoveAsync(
                    new RemovalRequest
                    {
                        UserId = "alice",
                        FactorId = (await host.Enrollment.GetStatusAsync("alice")).Factors[^1].FactorId,
                        Proof = host.Proof(user.Code(host)),
                    }
                ),
            async () =>
                await host.Administration.ImportAsync(
                    "alice",
                    OtpAuthUri.Parse($"otpauth://totp/C:a?issuer=C&secret={Base32.Encode(new byte[20])}").Value!,
                    "admin"
                ),
            async () =>
                await host.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "admin",
                        Reason = "lost",
                    }
                ),
        };
        foreach (var change in changes)
        {
            host.Clock.NextStep();
            var trusted = await host.Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = "alice",
                    Code = user.Code(host),
                    RememberDevice = true,
                }
            );
            host.Clock.NextStep();
            var challenge = await host.Challenges.ChallengeAsync(
                new ChallengeRequest { UserId = "alice", FactorId = user.FactorId }
            );
            var before = await host.Enrollment.GetStatusAsync("alice");
            Assert.Equal(1, before.TrustedDevices);
            await change();

            var after = await host.Enrollment.GetStatusAsync("alice");
            Assert.Equal(before.Epoch + 1, after.Epoch);
            Assert.Equal(0, after.TrustedDevices);
            var signIn = await host.SignIn.EvaluateAsync(
                new SignInRequest { UserId = "alice", DeviceToken = trusted.DeviceToken }
            );
            Assert.NotEqual(SignInDecision.Allowed, signIn.Decision);
            Assert.Equal(
                TwoFactorOutcome.Expired,
                (await host.VerifyAsync(user, user.Code(host), challenge.ChallengeId)).Outcome
            );
        }
    }

    [Fact]
    [Trait("Req", "R45")]
    public async Task The_last_factor_of_a_user_who_must_have_one_is_not_removed_by_the_user()
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Roles,
                Roles = ["staff"],
                Actor = "admin",
            }
        );
        var user = await host.EnrollAsync();
        RemovalRequest Removal(params string[] roles) =>
            new()
            {
                UserId = "alice",
                FactorId = user.FactorId,
                Proof = host.Proof(user.Code(host)),
                Roles = roles,
            };
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, (await host.Enrollment.RemoveAsync(Removal("Staff"))).Outcome);

        // A caller who knows no roles, or forgets them, gets around nothing.
        var unknown = new RemovalRequest
        {
            UserId = "alice",
            FactorId = user.FactorId,
            Proof = host.Proof(user.Code(host)),
        };
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, (await host.Enrollment.RemoveAsync(unknown)).Outcome);
        await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice", Roles = ["staff"] });
        Assert.Equal(TwoFactorOutcome.RequiredByPolicy, (await host.Enrollment.RemoveAsync(Removal())).Outcome);
        Assert.True((await host.Enrollment.GetStatusAsync("alice")).Enabled);
        Assert.True(
            (
                await host.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "admin",
                        Reason = "lost",
                    }
                )
            ).Succeeded
        );
    }

    [Fact]
    [Trait("Req", "R45")]
    public async Task Who_need_not_have_one_removes_the_last_and_the_recovery_codes_go_with_it()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        Assert.True(
            (
                await host.Enrollment.RemoveAsync(
                    new RemovalRequest
                    {
                        UserId = "alice",
                        FactorId = user.FactorId,
                        Proof = host.Proof(user.Code(host)),
                    }
                )
            ).Succeeded
        );
        var status = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal((false, 0), (status.Enabled, status.RecoveryCodesLeft));
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.VerifyAsync(user, user.RecoveryCodes[0])).Outcome);
    }

    [Fact]
    public async Task An_imported_secret_is_active_at_once_and_taken_over_once()
    {
        await using var host = Host.Create();
        var uri = OtpAuthUri
            .Parse(
                $"otpauth://totp/Old%20App:alice?issuer=Old%20App&digits=8&period=60&algorithm=SHA256&secret={Base32.Encode(new byte[32])}"
            )
            .Value!;
        var result = await host.Administration.ImportAsync("alice", uri, "admin");
        Assert.Equal(
            (true, "Old App", FactorStatus.Active),
            (result.Factor!.IsImported, result.Factor.Name, result.Factor.Status)
        );
        var user = new EnrolledUser("alice", result.Factor.FactorId, new byte[32], uri.Parameters, []);
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        Assert.Equal(TwoFactorOutcome.Conflict, (await host.Administration.ImportAsync("alice", uri, "admin")).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public async Task A_user_id_that_is_none_is_a_programming_error(string userId)
    {
        await using var host = Host.Create();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => host.Enrollment.GetStatusAsync(userId));
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            host.Verification.VerifyAsync(new VerificationRequest { UserId = userId, Code = "1" })
        );
        await Assert.ThrowsAnyAsync<ArgumentException>(() => host.Enrollment.GetStatusAsync(new string('a', 257)));
    }

    private static async Task<TwoFactorOutcome[]> ChangesAsync(Host host, EnrolledUser user, FreshProof proof) =>
        [
            (await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = user.UserId, Proof = proof })).Outcome,
            (await host.Enrollment.RegenerateRecoveryCodesAsync(user.UserId, proof)).Outcome,
            (
                await host.Enrollment.RemoveAsync(
                    new RemovalRequest
                    {
                        UserId = user.UserId,
                        FactorId = user.FactorId,
                        Proof = proof,
                    }
                )
            ).Outcome,
        ];

    [Fact]
    [Trait("Req", "R43")]
    public async Task A_session_that_a_reset_has_ended_changes_nothing()
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        var epoch = (await host.Enrollment.GetStatusAsync("alice")).Epoch;
        await host.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "stolen",
            }
        );
        var proof = new FreshProof
        {
            PasswordVerifiedAt = host.Clock.Now,
            SecondFactorVerifiedAt = host.Clock.Now,
            Epoch = epoch,
        };
        Assert.Equal(
            TwoFactorOutcome.ReauthenticationRequired,
            (await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = proof })).Outcome
        );
        var current = new FreshProof { PasswordVerifiedAt = host.Clock.Now, Epoch = epoch + 1 };
        Assert.True(
            (await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = current })).Succeeded
        );
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task Every_change_tells_the_epoch_that_the_session_goes_on_in()
    {
        await using var host = Host.Create();
        var pending = await host.BeginAsync();
        var confirmed = await host.Enrollment.ConfirmAsync("alice", pending.FactorId, pending.Code(host));
        Assert.Equal((await host.Enrollment.GetStatusAsync("alice")).Epoch, confirmed.Epoch);
        host.Clock.NextStep();
        var regenerated = await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(pending.Code(host)));
        Assert.Equal(
            (confirmed.Epoch + 1, (await host.Enrollment.GetStatusAsync("alice")).Epoch),
            (regenerated.Epoch, regenerated.Epoch)
        );
        host.Clock.NextStep();
        var removed = await host.Enrollment.RemoveAsync(
            new RemovalRequest
            {
                UserId = "alice",
                FactorId = pending.FactorId,
                Proof = host.Proof(pending.Code(host)),
            }
        );
        Assert.Equal(
            (confirmed.Epoch + 2, (await host.Enrollment.GetStatusAsync("alice")).Epoch),
            (removed.Epoch, removed.Epoch)
        );
    }
}
