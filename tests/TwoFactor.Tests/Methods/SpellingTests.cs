using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>A code is one code in every spelling, and a text that can be no code is no guess.</summary>
[Trait("Req", "R06")]
public sealed class SpellingTests
{
    private const int Budget = 5;

    public static TheoryData<string> NoCodes =>
        [
            "",
            " ",
            "abc",
            "12 34",
            "12345",
            "1234567",
            "12345678",
            "+12345",
            "0x1234",
            "12.456",
            "123456.",
            "１２３４",
            "null",
            "\uD83D\uDE00",
            "\uD800",
            "{\"id\":\"x\"}",
            "XXXX-XXXX-XXXX",
            "UUUU-UUUU-UUUU-UUUU",
            new string('1', 100_000),
            new string(' ', 100_000),
        ];

    [Theory]
    [InlineData("plain", "full-width")]
    [InlineData("full-width", "plain")]
    [InlineData("arabic", "spaced")]
    [InlineData("spaced", "arabic")]
    [InlineData("marked", "plain")]
    [InlineData("astral", "marked")]
    public async Task What_was_spent_in_one_spelling_is_spent_in_all(string first, string second)
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        var user = await host.EnrollAsync();
        await VerifyTwice(user.Code(host));
        await VerifyTwice(user.RecoveryCodes[0]);
        var temporary = await host.Reset.IssueTemporaryCodeAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "lost",
            }
        );
        await VerifyTwice(temporary.Code!);

        await host.ConfirmEmailAsync(await host.BeginEmailAsync("bob"), "bob");
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "bob" });
        await VerifyTwice(host.LastCode(), "bob");

        async Task VerifyTwice(string code, string userId = "alice")
        {
            Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Spell(code, first), userId));
            Assert.Equal(TwoFactorOutcome.CodeUsed, await VerifyAsync(Spell(code, second), userId));
        }

        async Task<TwoFactorOutcome> VerifyAsync(string code, string userId) =>
            (await host.Verification.VerifyAsync(new VerificationRequest { UserId = userId, Code = code })).Outcome;
    }

    [Theory]
    [MemberData(nameof(NoCodes))]
    public async Task A_text_that_can_be_no_code_is_wrong_and_costs_nothing(string text)
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var pending = await host.BeginAsync("bob");
        var (alice, bob) = (await VersionAsync(host, "alice"), await VersionAsync(host, "bob"));
        for (var i = 0; i < 2 * Budget; i++)
        {
            var result = await host.VerifyAsync(user, text);
            Assert.Equal(
                (TwoFactorOutcome.InvalidCode, user.FactorId, "totp", (int?)Budget, (TimeSpan?)null),
                (result.Outcome, result.FactorId, result.Method, result.AttemptsLeft, result.RetryAfter)
            );
            var confirmation = await host.Enrollment.ConfirmAsync("bob", pending.FactorId, text);
            Assert.Equal(
                (TwoFactorOutcome.InvalidCode, (int?)Budget),
                (confirmation.Outcome, confirmation.AttemptsLeft)
            );
            Assert.Equal(
                TwoFactorOutcome.InvalidCode,
                (await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(text))).Outcome
            );
        }

        Assert.Equal((alice, bob), (await VersionAsync(host, "alice"), await VersionAsync(host, "bob")));
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        Assert.True((await host.Enrollment.ConfirmAsync("bob", pending.FactorId, pending.Code(host))).Succeeded);
    }

    [Theory]
    [InlineData("123456")]
    [InlineData("１２３４５６")]
    [InlineData("0000-0000-0000-0000")]
    [InlineData("3. oooo-oooo-oooo-oooo")]
    public async Task A_text_that_can_be_a_code_is_charged(string text)
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var left = Budget - 1; left >= 0; left--)
            Assert.Equal(left, (await host.VerifyAsync(user, text)).AttemptsLeft);

        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    public async Task A_text_that_can_be_no_code_neither_counts_nor_forgives()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var left = Budget - 1; left >= 0; left--)
        {
            Assert.Equal(left, (await host.VerifyAsync(user, EnrolledUser.Wrong)).AttemptsLeft);
            if (left > 0)
                Assert.Equal(left, (await host.VerifyAsync(user, "12 34")).AttemptsLeft);
        }

        // Nothing tells a locked account's right code from a wrong one or from nonsense.
        var locked = await host.VerifyAsync(user, "12 34");
        Assert.Equal(TwoFactorOutcome.Locked, locked.Outcome);
        Assert.Equal(locked.RetryAfter, (await host.VerifyAsync(user, user.Code(host))).RetryAfter);
    }

    [Fact]
    public async Task The_public_form_does_not_tell_it_from_a_wrong_code()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        foreach (var text in new[] { "12 34", EnrolledUser.Wrong, "abc" })
        {
            var result = (await host.VerifyAsync(user, text)).ToPublic();
            Assert.Equal(
                (TwoFactorOutcome.InvalidCode, null, null),
                (result.Outcome, result.AttemptsLeft, result.FactorId)
            );
        }
    }

    [Theory]
    [InlineData(typeof(SilentMethod))]
    [InlineData(typeof(ThrowingMethod))]
    [Trait("Req", "R33")]
    public async Task Where_a_method_does_not_say_what_its_codes_look_like_every_text_is_charged(Type type)
    {
        await using var host = Host.Create(build: b =>
        {
            if (type == typeof(SilentMethod))
                b.AddMethod<SilentMethod>();
            else
                b.AddMethod<ThrowingMethod>();
        });
        var user = await host.EnrollAsync();
        var other = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = "other",
                Proof = host.Proof(user.Code(host)),
            }
        );
        Assert.True((await host.Enrollment.ConfirmAsync("alice", other.FactorId!, "open sesame")).Succeeded);
        for (var left = Budget - 1; left >= 0; left--)
            Assert.Equal(left, (await host.VerifyAsync(user, "abc")).AttemptsLeft);
    }

    private static string Spell(string code, string how) =>
        how switch
        {
            "full-width" => string.Concat(code.Select(c => c == '-' ? '－' : (char)(c + 0xFEE0))),
            "arabic" => string.Concat(code.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '\u0660') : c)),
            "spaced" => $"\t{string.Join('\u00A0', code.ToCharArray())}\r\n",
            "marked" => $"\u202D{code.Replace('-', '\u2011')}\u202C",
            "astral" => string.Concat(
                code.Select(c => char.IsAsciiDigit(c) ? char.ConvertFromUtf32(0x1D7CE + c - '0') : c.ToString())
            ),
            _ => code,
        };

    private static async Task<long> VersionAsync(Host host, string userId) =>
        (await host.Store.FindAsync(new AccountKey("", userId), default))!.Version;

    private class SilentMethod : IFactorMethod
    {
        public string Name => "other";

        public FactorMethodTraits Traits { get; } = new();

        public FactorDraft Begin(FactorEnrollment enrollment) => new() { State = [1] };

        public FactorCheck Check(in FactorAttempt attempt) =>
            attempt.Code == "open sesame" ? FactorCheck.Right([1]) : FactorCheck.Wrong;
    }

    private sealed class ThrowingMethod : SilentMethod, IFactorMethod
    {
        public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => throw new FormatException();
    }
}
