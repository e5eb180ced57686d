using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>
/// The test vectors of WebAuthn Level 3 (<c>Fixtures/webauthn-level-3.json</c>): each set is a registration and an
/// assertion by the key that it registered. See docs/decisions/0085.
/// </summary>
[Trait("Req", "R33")]
public sealed class VectorTests
{
    private static readonly JsonNode s_file = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "webauthn-level-3.json"))
    )!;

    private static readonly string s_origin = s_file["origin"]!.GetValue<string>();
    private static readonly string s_party = s_file["relyingParty"]!.GetValue<string>();

    private readonly RelyingParty _party = new(
        Options.Create(new WebAuthnOptions { RelyingPartyId = s_party, Origins = [s_origin] }),
        Options.Create(new TwoFactorOptions { Issuer = "Example" })
    );

    /// <summary>The set, and why we refuse it: null if we accept both ceremonies.</summary>
    public static TheoryData<string, string?> Verdicts =>
        new()
        {
            { "none.ES256", null },
            { "packed-self.ES256", null },
            { "none.ES256.crossOrigin", "cross_origin" },
            { "none.ES256.topOrigin", "cross_origin" },
            { "none.ES256.long-credential-id", null },
            { "packed.ES256", null },
            { "packed.ES384", null },
            { "packed.ES512", null },
            { "packed.RS256", null },
            { "packed.EdDSA", null },
            // No such algorithm is offered, nor known to Fido2.
            { "packed.Ed448", "refused" },
            { "tpm.ES256", null },
            { "android-key.ES256", null },
            { "apple.ES256", null },
            { "fido-u2f.ES256", null },
        };

    [Fact]
    public void The_table_has_every_set() =>
        Assert.Equal(Verdicts.Select(v => v.Data.Item1), Sets.Select(s => s["set"]!.GetValue<string>()));

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void A_vector_has_its_verdict(string set, string? refusal)
    {
        var (registration, authentication) = Answers(set);
        var said = _party.Register(registration.Json, Pending(registration.Challenge));
        Assert.Equal(refusal, said.Refusal);
        if (refusal is not null)
            return;

        var key = said.Key!;
        Assert.Equal(Convert.FromHexString(Text(Set(set), "credentialId")), key.Id);
        var asserted = _party.Assert(authentication.Json, authentication.Challenge, key);
        Assert.NotNull(asserted);
        Assert.Null(asserted.Refusal);

        // Of the same bytes with one other bit, none is taken.
        foreach (var field in (string[])["authenticatorData", "clientDataJSON", "signature"])
        {
            var bent = JsonNode.Parse(authentication.Json)!;
            var bytes = Base64Url.DecodeFromChars(bent["response"]![field]!.GetValue<string>());
            bytes[^1] ^= 0x01;
            bent["response"]![field] = Base64Url.EncodeToString(bytes);
            Assert.NotNull(_party.Assert(bent.ToJsonString(), authentication.Challenge, key)!.Refusal);
        }
    }

    /// <summary>The registrations of which they think otherwise; all assertions that we take, they take.</summary>
    private static string[] Differing =>
        [
            // They do not look at frames here.
            "none.ES256.crossOrigin registration: accepted",
            "none.ES256.topOrigin registration: accepted",
            // They verify statements. Nobody vouches for this maker of TPMs, nor for the roots of the others.
            "tpm.ES256 registration: refused",
            "android-key.ES256 registration: refused",
            "apple.ES256 registration: refused",
            // The statement is from the time before AAGUIDs; they want it to be zero.
            "fido-u2f.ES256 registration: refused",
        ];

    [Fact]
    public void The_second_opinion_takes_the_same_sets_or_it_is_said_why_not()
    {
        var asked = new List<(string Name, bool DoWeTake, string Line)>();
        foreach (var (set, refusal) in Verdicts.Select(v => v.Data))
        {
            var (registration, authentication) = Answers(set);
            asked.Add(($"{set} registration", refusal is null, Line(registration, null)));
            if (_party.Register(registration.Json, Pending(registration.Challenge)).Key is { } key)
                asked.Add(($"{set} assertion", true, Line(authentication, key)));
        }

        Assert.Equal(
            Differing,
            asked
                .Zip(
                    SecondOpinion.On(asked.Select(a => a.Line)),
                    (a, said) => (a.Name, a.DoWeTake, DoTheyTake: said == "accepted")
                )
                .Where(a => a.DoWeTake != a.DoTheyTake)
                .Select(a => $"{a.Name}: {(a.DoTheyTake ? "accepted" : "refused")}")
        );
    }

    private static string Line((string Json, byte[] Challenge) answer, KeyState? key) =>
        SecondOpinion.Line(answer.Json, s_origin, s_party, answer.Challenge, key);

    private static IEnumerable<JsonNode> Sets => s_file["sets"]!.AsArray().Select(s => s!);

    private static JsonNode Set(string name) => Sets.Single(s => Text(s, "set") == name);

    private static (
        (string Json, byte[] Challenge) Registration,
        (string Json, byte[] Challenge) Authentication
    ) Answers(string name)
    {
        var set = Set(name);
        return (
            Answer(set, "registration", "clientDataJSON", "attestationObject"),
            Answer(set, "authentication", "clientDataJSON", "authenticatorData", "signature")
        );
    }

    private static (string Json, byte[] Challenge) Answer(JsonNode set, string ceremony, params string[] fields)
    {
        var id = Encoded(set, "credentialId");
        var response = new JsonObject();
        foreach (var field in fields)
            response[field] = Encoded(set[ceremony]!, field);

        var answer = new JsonObject
        {
            ["id"] = id,
            ["rawId"] = id,
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };
        return (answer.ToJsonString(), Convert.FromHexString(Text(set[ceremony]!, "challenge")));
    }

    private static KeyState Pending(byte[] challenge) =>
        new() { Handle = new byte[KeyState.HandleBytes], Challenge = challenge };

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Encoded(JsonNode node, string name) =>
        Base64Url.EncodeToString(Convert.FromHexString(Text(node, name)));
}
