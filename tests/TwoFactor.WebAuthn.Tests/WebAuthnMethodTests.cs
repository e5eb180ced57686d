using System.Text;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

[Trait("Req", "R33")]
public sealed class WebAuthnMethodTests
{
    [Theory]
    [InlineData(SoftAlgorithm.Es256)]
    [InlineData(SoftAlgorithm.Rs256)]
    [InlineData(SoftAlgorithm.EdDsa)]
    public async Task A_key_is_enrolled_and_signs_in(SoftAlgorithm algorithm)
    {
        await using var host = new KeyHost();
        using var key = new SoftKey(algorithm);
        await host.EnrollAsync(key);
        for (var i = 0; i < 3; i++, key.Counter++)
        {
            var (challenge, options) = await host.SignInAsync();
            var result = await host.VerifyAsync(key.Get(options), challenge);
            Assert.True(result.Succeeded, result.ToString());
            Assert.Equal(["pop", "user", "mfa"], result.AuthenticationMethods);
        }
    }

    [Fact]
    public async Task The_options_say_who_what_and_which_keys()
    {
        await using var host = new KeyHost();
        using var first = new SoftKey();
        await host.EnrollAsync(first);
        var begun = SoftKey.Parse((await host.BeginAsync()).ClientOptions!);
        Assert.Equal("example.com", begun.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal("Example", begun.GetProperty("rp").GetProperty("name").GetString());
        Assert.Equal("none", begun.GetProperty("attestation").GetString());
        Assert.Equal(1, begun.GetProperty("excludeCredentials").GetArrayLength());
        Assert.Equal(
            Convert.ToHexString(first.UserHandle!),
            Convert.ToHexString(
                System.Buffers.Text.Base64Url.DecodeFromChars(begun.GetProperty("user").GetProperty("id").GetString()!)
            )
        );

        var (_, options) = await host.SignInAsync();
        var asked = SoftKey.Parse(options);
        Assert.Equal("example.com", asked.GetProperty("rpId").GetString());
        Assert.Equal("preferred", asked.GetProperty("userVerification").GetString());
        Assert.Equal(1, asked.GetProperty("allowCredentials").GetArrayLength());
    }

    [Fact]
    public async Task Any_of_several_keys_answers_and_another_users_does_not()
    {
        await using var host = new KeyHost();
        using var first = new SoftKey();
        using var second = new SoftKey();
        using var bobs = new SoftKey();
        await host.EnrollAsync(first);
        await host.EnrollAsync(second);
        await host.EnrollAsync(bobs, "bob");
        Assert.Equal(first.UserHandle, second.UserHandle);
        Assert.NotEqual(first.UserHandle, bobs.UserHandle);

        var (challenge, options) = await host.SignInAsync();
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(bobs.Get(options), challenge)).Outcome);
        Assert.True((await host.VerifyAsync(second.Get(options), challenge)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R10")]
    public async Task An_answer_counts_once_also_when_the_counter_stands_still_and_for_its_own_challenge_alone()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey { Counter = 0 };
        await host.EnrollAsync(key);
        key.Counter = 0;
        var (challenge, options) = await host.SignInAsync();
        var (other, _) = await host.SignInAsync();
        var answer = key.Get(options);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(answer, other)).Outcome);
        var racers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.VerifyAsync(answer, challenge)));
        Assert.Single(racers, r => r.Succeeded);
        Assert.False((await host.VerifyAsync(answer, null)).Succeeded);
    }

    [Fact]
    public async Task A_counter_that_runs_back_is_refused_and_the_event_names_the_key()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey { Counter = 10 };
        var factor = await host.EnrollAsync(key);
        key.Counter = 5;
        var (challenge, options) = await host.SignInAsync();
        var result = await host.VerifyAsync(key.Get(options), challenge);
        Assert.Equal((TwoFactorOutcome.InvalidCode, factor), (result.Outcome, result.FactorId));
        var written = await host.LastEventAsync();
        Assert.Equal(("counter", factor), (written.Detail, written.FactorId));
    }

    public static TheoryData<string, string> Bent =>
        new()
        {
            { "origin", "https://evil.example" },
            { "origin", "https://app.example.com/" },
            { "origin", "https://APP.example.com" },
            { "origin", "https://user@app.example.com" },
            { "origin", "http://app.example.com" },
            { "origin", "https://app.example.com:444" },
            { "type", "webauthn.create" },
            { "challenge", "AAAA" },
            { "challenge", "not base64!" },
        };

    [Theory]
    [MemberData(nameof(Bent))]
    public async Task What_the_browser_says_is_compared_exactly(string name, string value)
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        await host.EnrollAsync(key);
        key.Bend = data => data[name] = value;
        var (challenge, options) = await host.SignInAsync();
        var result = await host.VerifyAsync(key.Get(options), challenge);
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (result.Outcome, result.AttemptsLeft));
        Assert.Equal(name, (await host.LastEventAsync()).Detail);
    }

    [Theory]
    [MemberData(nameof(Bent))]
    public async Task So_it_is_at_enrolment(string name, string value)
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        var begun = await host.BeginAsync();
        key.Bend = data => data[name] = name == "type" ? "webauthn.get" : value;
        var confirmed = await host.Enrollment.ConfirmAsync("alice", begun.FactorId!, key.Create(begun.ClientOptions!));
        Assert.Equal(TwoFactorOutcome.InvalidCode, confirmed.Outcome);
    }

    [Fact]
    public async Task A_frame_of_another_site_is_refused()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        await host.EnrollAsync(key);
        foreach (
            var bend in (Action<JsonObject>[])[d => d["crossOrigin"] = true, d => d["topOrigin"] = "https://x.example"]
        )
        {
            key.Bend = bend;
            var (challenge, options) = await host.SignInAsync();
            Assert.False((await host.VerifyAsync(key.Get(options), challenge)).Succeeded);
            Assert.Equal("cross_origin", (await host.LastEventAsync()).Detail);
        }
    }

    [Fact]
    public async Task The_party_presence_signature_and_backup_flag_are_checked()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        await host.EnrollAsync(key);
        (Action Bend, Action Mend, string Why)[] faults =
        [
            (() => key.HashedParty = "evil.example", () => key.HashedParty = SoftKey.RelyingParty, "relying_party"),
            (() => key.Flags = 0x04, () => key.Flags = 0x05, "user_presence"),
            (() => key.Flags = 0x0D, () => key.Flags = 0x05, "backup_eligibility"),
            (() => key.Tamper = Flip, () => key.Tamper = null, "signature"),
        ];
        foreach (var (bend, mend, why) in faults)
        {
            bend();
            var (challenge, options) = await host.SignInAsync();
            Assert.False((await host.VerifyAsync(key.Get(options), challenge)).Succeeded);
            Assert.Equal(why, (await host.LastEventAsync()).Detail);
            mend();
        }

        var (last, good) = await host.SignInAsync();
        Assert.True((await host.VerifyAsync(key.Get(good), last)).Succeeded);

        static void Flip(JsonObject answer)
        {
            var data = System.Buffers.Text.Base64Url.DecodeFromChars(
                answer["response"]!["authenticatorData"]!.GetValue<string>()
            );
            data[^1] ^= 0x40;
            answer["response"]!["authenticatorData"] = System.Buffers.Text.Base64Url.EncodeToString(data);
        }
    }

    [Fact]
    public async Task User_verification_is_asked_for_where_it_is_required()
    {
        await using var host = new KeyHost(o => o.UserVerification = WebAuthnUserVerification.Required);
        using var key = new SoftKey { Flags = 0x01 };
        var begun = await host.BeginAsync();
        Assert.False(
            (await host.Enrollment.ConfirmAsync("alice", begun.FactorId!, key.Create(begun.ClientOptions!))).Succeeded
        );
        key.Flags = 0x05;
        await host.EnrollAsync(key);
        key.Flags = 0x01;
        var (challenge, options) = await host.SignInAsync();
        Assert.False((await host.VerifyAsync(key.Get(options), challenge)).Succeeded);
        Assert.Equal("user_verification", (await host.LastEventAsync()).Detail);
    }

    [Fact]
    public async Task A_key_without_user_verification_earns_no_user()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey { Flags = 0x01 };
        await host.EnrollAsync(key);
        var (challenge, options) = await host.SignInAsync();
        Assert.Equal(["pop", "mfa"], (await host.VerifyAsync(key.Get(options), challenge)).AuthenticationMethods);
    }

    [Fact]
    public async Task Keys_that_can_be_copied_are_refused_where_that_is_not_allowed()
    {
        await using var host = new KeyHost(o => o.AllowSynced = false);
        using var key = new SoftKey { Flags = 0x0D };
        var begun = await host.BeginAsync();
        var answer = key.Create(begun.ClientOptions!);
        Assert.False((await host.Enrollment.ConfirmAsync("alice", begun.FactorId!, answer)).Succeeded);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"response\":{}}")]
    [InlineData("{\"id\":1,\"rawId\":[],\"response\":7}")]
    [InlineData("{")]
    [InlineData("{\"rawId\":\"AAAA\",\"response\":{\"clientDataJSON\":\"AAAA\"}}")]
    public async Task Nonsense_is_a_wrong_code_and_nothing_is_thrown(string answer)
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        var begun = await host.BeginAsync();
        Assert.False((await host.Enrollment.ConfirmAsync("alice", begun.FactorId!, answer)).Succeeded);
        await host.EnrollAsync(key);
        var (challenge, _) = await host.SignInAsync();
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(answer, challenge)).Outcome);
        Assert.DoesNotContain(host.Logs.Lines, l => l.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_typed_code_costs_a_user_of_keys_nothing()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        await host.EnrollAsync(key);
        var (challenge, _) = await host.SignInAsync();
        Assert.Equal(5, (await host.VerifyAsync("12 34", challenge)).AttemptsLeft);
    }

    [Fact]
    [Trait("Req", "R13")]
    public async Task Nothing_of_a_key_lies_in_the_open()
    {
        await using var host = new KeyHost();
        using var key = new SoftKey();
        await host.EnrollAsync(key);
        var row = await host.Get<IAccountStore>().FindAsync(new AccountKey("", "alice"), default);
        var id = Encoding.Latin1.GetString(key.Id);
        Assert.DoesNotContain(id, Encoding.Latin1.GetString(row!.Sealed), StringComparison.Ordinal);
        var text = System.Buffers.Text.Base64Url.EncodeToString(key.Id);
        Assert.DoesNotContain(text, string.Join('\n', host.Logs.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "https://app.example.com", "RelyingPartyId", "Origins:0")]
    [InlineData("https://example.com", "https://app.example.com", "RelyingPartyId", "Origins:0")]
    [InlineData("example.com", "https://example.com/", "Origins:0")]
    [InlineData("example.com", "http://example.com", "Origins:0")]
    [InlineData("example.com", "https://notexample.com", "Origins:0")]
    [InlineData("example.com", "https://example.com.evil.example", "Origins:0")]
    [InlineData("localhost", "http://localhost:5080")]
    [InlineData("example.com", "https://example.com:8443")]
    public void Settings_that_are_wrong_are_named(string party, string origin, params string[] named)
    {
        var options = new WebAuthnOptions { RelyingPartyId = party, Origins = [origin] };
        Assert.Equal(named.Select(n => $"TwoFactor:WebAuthn:{n}"), options.Problems().Select(p => p.Split(' ')[0]));
        Assert.Contains(
            new WebAuthnOptions { RelyingPartyId = "a.example" }.Problems(),
            p => p.Contains("Origins is empty")
        );
    }
}
