using System.Globalization;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>
/// What moves cursors, hides or turns text around is refused by the core, with the name of the field.
/// </summary>
[Trait("Req", "R94")]
public sealed class PlainTextTests
{
    /// <summary>One of each kind, as numbers: half a surrogate pair would not survive an attribute.</summary>
    public static TheoryData<int> Others =>
        [
            0x0000, // NUL
            0x0009, // tab
            0x000A, // line feed
            0x001B, // escape
            0x007F, // delete
            0x0085, // next line
            0x009B, // control sequence introducer
            0x00AD, // soft hyphen
            0x061C, // Arabic letter mark
            0x200B, // zero-width space
            0x200D, // zero-width joiner
            0x202E, // right-to-left override
            0x2028, // line separator
            0x2029, // paragraph separator
            0x2066, // isolate
            0xFEFF, // byte-order mark
            0xE0041, // tag
            0xD800, // half a pair
            0xDC00, // the other half
        ];

    [Fact]
    public void Every_character_of_Unicode_is_judged_by_its_class()
    {
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (value is >= 0xD800 and <= 0xDFFF)
            {
                Assert.False(PlainText.IsPlain($"a{(char)value}b"));
                continue;
            }

            var text = char.ConvertFromUtf32(value);
            var isPlain =
                CharUnicodeInfo.GetUnicodeCategory(value)
                is not UnicodeCategory.Control
                    and not UnicodeCategory.Format
                    and not UnicodeCategory.LineSeparator
                    and not UnicodeCategory.ParagraphSeparator;
            Assert.Equal((isPlain, isPlain), (PlainText.IsPlain($"a{text}"), PlainText.IsPlain($"{text}b")));
            Assert.True(PlainText.IsPlain(PlainText.Clean($"a{text}b")));
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_user_id_is_refused_wherever_one_is_taken(int character)
    {
        await using var host = Host.Create();
        var id = $"al{Text(character)}ice";
        Func<Task>[] calls =
        [
            () => host.Enrollment.GetStatusAsync(id),
            () => host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = id, Proof = host.Proof() }),
            () => host.Enrollment.ConfirmAsync(id, "f", "000000"),
            () => host.Enrollment.ResendAsync(id, "f"),
            () => host.Enrollment.RenameAsync(id, "f", "name"),
            () => host.Enrollment.RegenerateRecoveryCodesAsync(id, host.Proof()),
            () => host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = id }),
            () => host.Verification.VerifyAsync(new VerificationRequest { UserId = id, Code = "000000" }),
            () => host.SignIn.EvaluateAsync(new SignInRequest { UserId = id }),
            () => host.SignIn.PreviewAsync(new SignInRequest { UserId = id }),
            () => host.SignIn.EndSessionsAsync(id),
            () => host.SignIn.RevokeAllTrustedDevicesAsync(id),
            () => host.SignIn.ListTrustedDevicesAsync(id),
            () => host.SignIn.RevokeTrustedDeviceAsync(id, "d"),
            () => host.Reset.ResetAsync(Request(id)),
            () => host.Reset.IssueTemporaryCodeAsync(Request(id)),
            () => host.Administration.EraseAsync(Request(id)),
            () => host.Administration.ImportAsync(id, Uri(), "admin"),
            () => host.EventsAsync(id),
            () => host.Audit.VerifyAsync(id),
            () => host.Audit.ReadNewestAsync(new AuditQuery { UserId = id }),
        ];
        foreach (var call in calls)
            Refused(await Assert.ThrowsAsync<PlainTextException>(call), "userId", character);

        Assert.Empty(await host.Administration.ListUsersAsync(null, 10));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Actors_and_reasons_are_refused_with_the_name_of_the_field(int character)
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        var bad = $"root{Text(character)}[2J";
        foreach (var (request, field) in new[] { (Request(actor: bad), "actor"), (Request(reason: bad), "reason") })
        {
            Func<Task>[] calls =
            [
                () => host.Reset.ResetAsync(request),
                () => host.Reset.IssueTemporaryCodeAsync(request),
                () => host.Administration.EraseAsync(request),
                () => host.Policy.SetAsync(Change(actor: request.Actor, reason: request.Reason)),
            ];
            foreach (var call in calls)
                Refused(await Assert.ThrowsAsync<PlainTextException>(call), field, character);
        }

        Refused(
            await Assert.ThrowsAsync<PlainTextException>(() => host.SignIn.EndSessionsAsync("alice", bad)),
            "reason",
            character
        );
        Refused(
            await Assert.ThrowsAsync<PlainTextException>(() => host.Administration.ImportAsync("bob", Uri(), bad)),
            "actor",
            character
        );
        Assert.DoesNotContain(await host.EventsAsync(null), e => e.Actor is not null);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Names_of_factors_devices_and_of_what_a_policy_names_are_refused(int character)
    {
        await using var host = Host.Create(o => o.TrustedDevices.Enabled = true);
        var user = await host.EnrollAsync();
        var bad = $"na{Text(character)}me";
        var renamed = await host.Enrollment.RenameAsync("alice", user.FactorId, bad);
        Assert.Equal(TwoFactorOutcome.InvalidInput, renamed.Outcome);
        Assert.Contains($"factor's name has a character at position 3", renamed.Message, StringComparison.Ordinal);
        var enrolled = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "bob",
                Name = bad,
                Proof = host.Proof(),
            }
        );
        Assert.Equal((TwoFactorOutcome.InvalidInput, renamed.Message), (enrolled.Outcome, enrolled.Message));
        var device = new VerificationRequest
        {
            UserId = "alice",
            Code = user.Code(host),
            RememberDevice = true,
            DeviceName = bad,
        };
        Refused(
            await Assert.ThrowsAsync<PlainTextException>(() => host.Verification.VerifyAsync(device)),
            "DeviceName",
            character
        );
        (PolicyChange Change, string Field)[] policies =
        [
            (Change(Requirement.Roles, roles: [bad]), "name of a role"),
            (Change(Requirement.Groups, groups: ["staff", bad]), "name of a group"),
            (Change(exemption: Exemption(provider: bad)), "provider"),
            (Change(exemption: Exemption(actor: bad)), "actor"),
            (Change(exemption: Exemption(reason: bad)), "reason"),
        ];
        foreach (var (change, field) in policies)
        {
            var result = await host.Policy.SetAsync(change);
            Assert.Equal((TwoFactorOutcome.InvalidInput, 0), (result.Outcome, result.Policy.Version));
            Assert.Contains(field, result.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("al ice")]
    [InlineData("山田 太郎")]
    [InlineData("Ünïcödé–dash")]
    [InlineData("👩🏽")]
    [InlineData("t/u%2Fx?y#z")]
    [InlineData("a\u0301")]
    [InlineData("a\u00A0b")]
    public async Task Plain_texts_of_all_scripts_are_taken(string text)
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync(text);
        Assert.Equal(text, (await host.Enrollment.RenameAsync(text, user.FactorId, text)).Factor!.Name);
        Assert.True((await host.Reset.ResetAsync(Request(text, actor: "a" + text, reason: text))).Succeeded);
        Assert.Equal(text, Assert.Single(await host.Administration.ListUsersAsync(null, 10)).UserId);
    }

    [Fact]
    public async Task A_hosts_list_with_an_id_that_no_record_can_have_is_shown_as_not_enrolled()
    {
        await using var host = Host.Create();
        Assert.False((await host.Administration.SummarizeAsync("a\0b")).IsEnrolled);
        Assert.False((await host.Administration.SummarizeAsync("a\uD800b")).IsEnrolled);
        Assert.False((await host.Administration.SummarizeAsync("a\u202Eb")).IsEnrolled);
        Assert.Empty(await host.Administration.ListUsersAsync("a\u202Eb", 10));
        await Assert.ThrowsAsync<PlainTextException>(() => host.Administration.ListUsersAsync("a\0b", 10));
        var after = new AuditPosition(host.Clock.Now, "a\0b", 1);
        await Assert.ThrowsAsync<PlainTextException>(() =>
            host.Audit.ReadNewestAsync(new AuditQuery { Before = after })
        );
    }

    [Fact]
    public void A_tenant_is_plain_text_too()
    {
        var options = new TwoFactorOptions { Tenant = "a\u202Eb" };
        Assert.Contains(
            options.Problems(),
            p => p.StartsWith("TwoFactor:Tenant has a character at position 2", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽x", 64)]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx👩🏽", 63)]
    [InlineData("xxx", 3)]
    public void A_text_is_cut_between_two_characters(string text, int length)
    {
        var cut = PlainText.Shorten(text, 64);
        Assert.Equal(text[..length], cut);
        Assert.True(PlainText.IsPlain(cut));
    }

    private static void Refused(PlainTextException e, string field, int character)
    {
        Assert.Equal(field, e.ParamName, ignoreCase: true);
        Assert.StartsWith($"The {field} has a character at position ", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"(U+{character:X4})", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Text(character), e.Message, StringComparison.Ordinal);
    }

    private static string Text(int character) =>
        Rune.IsValid(character) ? new Rune(character).ToString() : ((char)character).ToString();

    private static ResetRequest Request(string userId = "alice", string actor = "admin", string reason = "lost") =>
        new()
        {
            UserId = userId,
            Actor = actor,
            Reason = reason,
        };

    private static PolicyChange Change(
        Requirement requirement = Requirement.Everyone,
        string[]? roles = null,
        string[]? groups = null,
        IdentityProviderExemption? exemption = null,
        string actor = "admin",
        string? reason = null
    ) =>
        new()
        {
            Requirement = requirement,
            Roles = roles ?? [],
            Groups = groups ?? [],
            Exemptions = exemption is null ? [] : [exemption],
            Actor = actor,
            Reason = reason,
        };

    private static IdentityProviderExemption Exemption(
        string provider = "entra",
        string actor = "admin",
        string reason = "own factor"
    ) =>
        new()
        {
            Provider = provider,
            Actor = actor,
            Reason = reason,
            ExpiresAt = ManualClock.Start.AddYears(1),
        };

    private static OtpAuthUri Uri() => new("Old", "alice", new byte[20], TotpParameters.Default);
}
