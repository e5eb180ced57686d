namespace TwoFactor.Tests;

public sealed class RecoveryCodeTests
{
    [Fact]
    [Trait("Req", "R20")]
    public async Task Ten_codes_of_80_bits_come_in_groups_of_an_unambiguous_alphabet()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        Assert.Equal(10, user.RecoveryCodes.Distinct(StringComparer.Ordinal).Count());

        // 16 characters of 32: 80 bits. No I, L, O, U.
        Assert.All(user.RecoveryCodes, c => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$", c));
        var seen = user.RecoveryCodes.SelectMany(c => c).Distinct().Count();
        Assert.True(seen > 25, $"{seen} different characters in 160");
    }

    [Theory]
    [Trait("Req", "R20")]
    [InlineData("lower")]
    [InlineData("bare")]
    [InlineData("spaced")]
    [InlineData("look-alikes")]
    public async Task Case_dashes_spaces_and_look_alikes_are_forgiven(string spelling)
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var code = user.RecoveryCodes[0];
        var typed = spelling switch
        {
            "lower" => code.ToLowerInvariant(),
            "bare" => code.Replace("-", "", StringComparison.Ordinal),
            "spaced" => $" {code.Replace('-', ' ')} ",
            _ => code.Replace('0', 'O').Replace('1', 'l'),
        };
        Assert.True((await host.VerifyAsync(user, typed)).Succeeded);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, code)).Outcome);
    }

    [Fact]
    [Trait("Req", "R21")]
    public async Task Each_code_works_once_and_what_is_left_is_told_and_warned_of()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var used = 1; used <= 10; used++)
        {
            Assert.True((await host.VerifyAsync(user, user.RecoveryCodes[used - 1])).Succeeded);
            Assert.Equal(10 - used, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
            Assert.Equal(
                Math.Max(0, used - 6),
                (await host.EventsAsync()).Count(e => e.Type == AuditEventTypes.RecoveryCodesLow)
            );
        }

        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, user.RecoveryCodes[3])).Outcome);
    }

    [Fact]
    [Trait("Req", "R21")]
    public async Task Parallel_redemption_has_one_winner()
    {
        await using var host = Host.Create(o => o.MaxWriteAttempts = 1_000);
        var user = await host.EnrollAsync();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => host.VerifyAsync(user, user.RecoveryCodes[0])))
        );
        Assert.Single(results, r => r.Succeeded);
        Assert.Equal(9, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
    }

    [Fact]
    [Trait("Req", "R21")]
    public async Task Regenerating_voids_the_old_set_and_notifies()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        host.Notifier.Notices.Clear();
        var result = await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(user.Code(host)));
        Assert.Equal(10, result.RecoveryCodes!.Count);
        Assert.Empty(result.RecoveryCodes.Intersect(user.RecoveryCodes, StringComparer.Ordinal));
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(user, user.RecoveryCodes[0])).Outcome);
        Assert.True((await host.VerifyAsync(user, result.RecoveryCodes[0])).Succeeded);
        Assert.Single(host.Notifier.Types, AuditEventTypes.RecoveryCodesGenerated);
    }

    [Fact]
    [Trait("Req", "R21")]
    public void The_state_holds_salted_hashes_and_no_code()
    {
        string[] codes = [RecoveryCode.Create(), RecoveryCode.Create()];
        var one = HashedCodeSet.Create(codes, 1_000);
        var two = HashedCodeSet.Create(codes, 1_000);
        Assert.False(one.AsSpan().SequenceEqual(two));
        foreach (var code in codes)
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes(code.Replace("-", "", StringComparison.Ordinal));
            Assert.Equal(-1, one.AsSpan().IndexOf(bytes));
            Assert.Equal(-1, one.AsSpan().IndexOf(bytes.AsSpan(0, 4)));
        }

        // Salt and hash differ in every byte that is not format or iterations.
        Assert.False(one.AsSpan(22, 16).SequenceEqual(two.AsSpan(22, 16)));
    }

    [Fact]
    [Trait("Req", "R22")]
    public async Task Recovery_codes_are_throttled_and_locked_like_every_other()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(user, RecoveryCode.Create())).Outcome);

        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.RecoveryCodes[0])).Outcome);
        Assert.Equal(10, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
    }

    [Fact]
    public async Task Only_the_first_factor_brings_recovery_codes()
    {
        await using var host = Host.Create();
        var first = await host.EnrollAsync();
        var second = await host.EnrollAsync(proofCode: first.Code(host));
        Assert.Equal(10, first.RecoveryCodes.Count);
        Assert.Empty(second.RecoveryCodes);
    }

    [Theory]
    [Trait("Req", "R06")]
    [Trait("Req", "R20")]
    [InlineData("1. {0}")]
    [InlineData("10) {0}")]
    [InlineData("#3: {0},")]
    [InlineData("- {0}")]
    [InlineData("• {0}")]
    [InlineData("[ ] {0}")]
    [InlineData("7-{0}")]
    [InlineData("1\t{0}\r\n")]
    [InlineData("1 {0}")]
    [InlineData("\"{0}\";")]
    [InlineData("`{0}`")]
    [InlineData("コード１：{0}。")]
    [InlineData("コード{0}")]
    [InlineData("Code {0}")]
    [InlineData("Recovery code: {0} (good once)")]
    [InlineData("{0} {0}")]
    [InlineData("Example 2FA {0} alice@example.com")]
    public void A_code_is_read_out_of_what_stands_around_it_in_a_list(string around)
    {
        var code = "7KAB-0C1D-HJMN-PQRS";
        string[] spellings =
        [
            code,
            code.ToLowerInvariant(),
            code.Replace('-', '\u2011'),
            code.Replace("-", " - ", StringComparison.Ordinal),
            code.Replace("-", "", StringComparison.Ordinal),
            code.Replace('0', 'O').Replace('1', 'l'),
            code.Replace('0', 'o').Replace('1', 'I'),
            string.Concat(code.Select(c => c == '-' ? '－' : (char)(c + 0xFEE0))),
        ];
        Assert.All(
            spellings,
            s => Assert.Equal("7KAB0C1DHJMNPQRS", Read(around.Replace("{0}", s, StringComparison.Ordinal)))
        );
    }

    [Theory]
    [Trait("Req", "R06")]
    [InlineData("7KAB-0C1D-HJMN-PQR")]
    [InlineData("7KAB-0C1D-HJMN-PQRSS")]
    [InlineData("7KAB-0C1D-HJMN-PQRU")]
    [InlineData("1. 7KAB-0C1D-HJMN-PQR")]
    [InlineData("1. 7KAB.0C1D.HJMN.PQRS")]
    [InlineData("7KAB-0C1D-HJMN-PQRS 7KAB-0C1D-HJMN-PQRT")]
    [InlineData("1. 7KAB-0C1D-HJMN-PQRS\n2. 7KAB-0C1D-HJMN-PQRT\n")]
    [InlineData("7KAB0C1DHJMNPQRS,7KAB0C1DHJMNPQRT")]
    [InlineData("C0DE-7KAB-0C1D-HJMN-PQRS")]
    [InlineData("Code 7KAB 0C1D HJMN PQRS")]
    [InlineData("x7KAB-0C1D-HJMN-PQRS.")]
    [InlineData("7KAB-0C1D-HJMN-PQRS\uD800 7KAB-0C1D-HJMN-PQRT")]
    [InlineData("081804")]
    [InlineData("")]
    public void A_text_with_no_code_or_more_than_one_is_none(string text) => Assert.Null(Read(text));

    // Sixteen letters and digits that are random stand in most answers of security keys.
    [Fact]
    [Trait("Req", "R06")]
    public void The_answer_of_a_security_key_is_none_whatever_is_in_it()
    {
        var answer = $"{{\"id\":\"7KAB0C1DHJMNPQRS\",\"response\":{{\"clientDataJSON\":\"{new string('A', 220)}\"}}}}";
        Assert.Null(Read(answer));
        Assert.NotNull(Read(answer.Replace("AAAAAAAA", "", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Req", "R06")]
    public async Task A_line_of_the_list_works_once_like_the_code_in_it()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        Assert.True((await host.VerifyAsync(user, $"4. {user.RecoveryCodes[3]}\n")).Succeeded);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, user.RecoveryCodes[3])).Outcome);
        var all = await host.VerifyAsync(user, string.Join('\n', user.RecoveryCodes));
        Assert.Equal((TwoFactorOutcome.InvalidCode, (int?)4), (all.Outcome, all.AttemptsLeft));
        Assert.Equal(9, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
    }

    private static string? Read(string text)
    {
        Span<byte> code = stackalloc byte[RecoveryCode.Length];
        return RecoveryCode.TryNormalize(text, code) ? System.Text.Encoding.ASCII.GetString(code) : null;
    }
}
