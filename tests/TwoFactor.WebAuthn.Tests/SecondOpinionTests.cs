using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>
/// What <c>@simplewebauthn/server</c> says to the answers that the library judged: a server that shares no code with it.
/// See docs/decisions/0085.
/// </summary>
[Trait("Req", "R33")]
public sealed class SecondOpinionTests
{
    private const string Origin = "https://app.example.com";
    private const int Ceremonies = 200;

    private readonly RelyingParty _party = new(
        Options.Create(new WebAuthnOptions { RelyingPartyId = SoftKey.RelyingParty, Origins = [Origin] }),
        Options.Create(new TwoFactorOptions { Issuer = "Example" })
    );

    private readonly List<Case> _cases = [];

    [Fact]
    public void Both_accept_the_same_registrations_and_assertions()
    {
        for (var i = 0; i < Ceremonies; i++)
        {
            using var key = new SoftKey((SoftAlgorithm)(i % 3)) { Counter = (uint)(i % 5) };
            key.Flags = (byte)(i % 2 == 0 ? 0x05 : 0x1D);
            var (pending, options) = Begin();
            var answer = key.Create(options);
            var enrolled = Register($"{i} registration", answer, pending);
            var (challenge, request) = Ask(enrolled!);
            key.Counter = key.Counter == 0 ? 0 : key.Counter + 1;
            Assert("assertion", key.Get(request), challenge, enrolled!);
        }

        Xunit.Assert.Equal(2 * Ceremonies, _cases.Count);
        Xunit.Assert.All(_cases, c => Xunit.Assert.Equal("accepted", c.Ours));
        Xunit.Assert.All(Judge(), c => Xunit.Assert.Equal((c.Name, "accepted"), (c.Name, c.Theirs)));
    }

    /// <summary>What is bent in an assertion, and whether they refuse it too; we refuse all.</summary>
    private static (string Name, bool DoTheyRefuse, Action<SoftKey> Bend)[] BentAssertions =>
        [
            ("type", true, k => k.Bend = d => d["type"] = "webauthn.create"),
            ("challenge", true, k => k.Bend = d => d["challenge"] = Base64Url.EncodeToString(new byte[32])),
            ("origin", true, k => k.Origin = "https://evil.example"),
            ("topOrigin", true, k => k.Bend = d => d["topOrigin"] = "https://evil.example"),
            // They wait for browsers that say which page the frame was in.
            ("crossOrigin", false, k => k.Bend = d => d["crossOrigin"] = true),
            ("clientDataJSON after the signature", true, k => Tamper(k, "clientDataJSON", b => [.. b, (byte)' '])),
            ("hash of the relying party", true, k => k.HashedParty = "evil.example"),
            ("user presence", true, k => k.Flags = 0x04),
            ("backed up though not eligible", true, k => k.Flags = 0x15),
            // The host has to compare it with what it stored.
            ("backup eligibility", false, k => k.Flags = 0x0D),
            ("counter, lower", true, k => k.Counter = 4),
            ("counter, the same", true, k => k.Counter = 10),
            ("authenticatorData after the signature", true, k => Tamper(k, "authenticatorData", Flip)),
            ("authenticatorData, cut", true, k => Tamper(k, "authenticatorData", b => b[..^1])),
            ("signature", true, k => Tamper(k, "signature", Flip)),
            ("signature, cut", true, k => Tamper(k, "signature", b => b[..^1])),
            ("signature, empty", true, k => Tamper(k, "signature", _ => [])),
            ("rawId", true, k => k.Tamper = a => a["rawId"] = Base64Url.EncodeToString(new byte[32])),
            ("type of credential", true, k => k.Tamper = a => a["type"] = "password"),
            // The host has to look the user up by it.
            ("userHandle", false, k => Tamper(k, "userHandle", Flip)),
        ];

    [Fact]
    public void What_is_bent_in_an_assertion_is_refused_by_both_or_it_is_said_why_not()
    {
        var expected = new List<bool>();
        foreach (var algorithm in Enum.GetValues<SoftAlgorithm>())
        {
            foreach (var (name, doTheyRefuse, bend) in BentAssertions)
            {
                using var key = new SoftKey(algorithm) { Counter = 10 };
                var (pending, options) = Begin();
                var enrolled = _party.Register(key.Create(options), pending).Key!;
                var (challenge, request) = Ask(enrolled);
                key.Counter = 11;
                bend(key);
                Assert($"{algorithm}: {name}", key.Get(request), challenge, enrolled);
                expected.Add(doTheyRefuse);
            }

            // A key that another authenticator made.
            using var other = new SoftKey(algorithm);
            using var own = new SoftKey(algorithm);
            var (first, firstOptions) = Begin();
            var (second, secondOptions) = Begin();
            var theirs = _party.Register(other.Create(firstOptions), first).Key!;
            var ours = _party.Register(own.Create(secondOptions), second).Key!;
            var swapped = new KeyState
            {
                Handle = ours.Handle,
                Id = ours.Id,
                PublicKey = theirs.PublicKey,
            };
            var (asked, get) = Ask(swapped);
            Assert($"{algorithm}: public key", own.Get(get), asked, swapped);
            expected.Add(true);
        }

        Xunit.Assert.All(_cases, c => Xunit.Assert.NotEqual((c.Name, "accepted"), (c.Name, c.Ours)));
        Compare(expected);
    }

    /// <summary>What is bent in a registration, and whether we and they refuse it.</summary>
    private static (string Name, bool DoWeRefuse, bool DoTheyRefuse, Action<SoftKey> Bend)[] BentRegistrations =>
        [
            ("type", true, true, k => k.Bend = d => d["type"] = "webauthn.get"),
            ("challenge", true, true, k => k.Bend = d => d["challenge"] = Base64Url.EncodeToString(new byte[32])),
            ("origin", true, true, k => k.Origin = "https://evil.example"),
            ("clientDataJSON, cut", true, true, k => Tamper(k, "clientDataJSON", b => b[..^1])),
            ("hash of the relying party", true, true, k => k.HashedParty = "evil.example"),
            ("user presence", true, true, k => k.Flags = 0x04),
            // They read it although its last byte is missing.
            ("attestationObject, cut", true, false, k => Tamper(k, "attestationObject", b => b[..^1])),
            ("rawId", true, true, k => k.Tamper = a => a["rawId"] = Base64Url.EncodeToString(new byte[32])),
            ("type of credential", true, true, k => k.Tamper = a => a["type"] = "password"),
            ("algorithm", true, true, k => Tamper(k, "attestationObject", Unknown)),
            // They do not look at frames here.
            ("crossOrigin", true, false, k => k.Bend = d => d["crossOrigin"] = true),
            // No attestation is asked for, so a statement is not looked at (WebAuthn Level 3 §13.4.6).
            ("statement", false, true, k => Tamper(k, "attestationObject", WithStatement)),
        ];

    [Fact]
    public void What_is_bent_in_a_registration_is_refused_by_both_or_it_is_said_why_not()
    {
        var expected = new List<bool>();
        foreach (var algorithm in Enum.GetValues<SoftAlgorithm>())
        {
            foreach (var (name, doWeRefuse, doTheyRefuse, bend) in BentRegistrations)
            {
                using var key = new SoftKey(algorithm);
                var (pending, options) = Begin();
                bend(key);
                Register($"{algorithm}: {name}", key.Create(options), pending);
                var ours = _cases[^1].Ours;
                Xunit.Assert.True(doWeRefuse == (ours != "accepted"), $"{algorithm}: {name}: {ours}");
                expected.Add(doTheyRefuse);
            }
        }

        Compare(expected);
    }

    private static void Tamper(SoftKey key, string field, Func<byte[], byte[]> change) =>
        key.Tamper = answer =>
        {
            var response = answer["response"]!;
            var bytes = Base64Url.DecodeFromChars(response[field]!.GetValue<string>());
            response[field] = Base64Url.EncodeToString(change(bytes));
        };

    private static byte[] Flip(byte[] bytes)
    {
        bytes[^1] ^= 0x01;
        return bytes;
    }

    // Another label for the same key: RS1, with SHA-1, and one that is not for signatures are not offered.
    private static byte[] Unknown(byte[] attestationObject)
    {
        // The type of the key (1) comes first, then its algorithm (3). Two bytes alone also stand in keys by chance.
        (byte[] From, byte[] To)[] labels =
        [
            ([0x01, 0x02, 0x03, 0x26], [0x01, 0x02, 0x03, 0x2F]),
            ([0x01, 0x01, 0x03, 0x27], [0x01, 0x01, 0x03, 0x2F]),
            ([0x01, 0x03, 0x03, 0x39, 0x01, 0x00], [0x01, 0x03, 0x03, 0x39, 0xFF, 0xFE]),
        ];
        foreach (var (from, to) in labels)
        {
            var at = attestationObject.AsSpan().IndexOf(from);
            if (at < 0)
                continue;

            to.CopyTo(attestationObject.AsSpan(at));
            return attestationObject;
        }

        throw new InvalidOperationException("The key has no algorithm that this test knows.");
    }

    private static byte[] WithStatement(byte[] attestationObject)
    {
        var reader = new CborReader(attestationObject);
        var writer = new CborWriter();
        var count = reader.ReadStartMap()!.Value;
        writer.WriteStartMap(count);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadTextString();
            writer.WriteTextString(name);
            var value = reader.ReadEncodedValue().ToArray();
            if (name == "attStmt")
            {
                writer.WriteStartMap(1);
                writer.WriteTextString("x");
                writer.WriteInt32(1);
                writer.WriteEndMap();
            }
            else
            {
                writer.WriteEncodedValue(value);
            }
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    private (KeyState Pending, string Options) Begin()
    {
        var pending = KeyState.Read(KeyState.Begin(null, out _));
        return (pending, _party.CreationOptions(pending, "alice", []));
    }

    private (byte[] Challenge, string Options) Ask(KeyState key)
    {
        var challenge = RandomNumberGenerator.GetBytes(32);
        return (challenge, _party.RequestOptions(challenge, [key]));
    }

    private KeyState? Register(string name, string answer, KeyState pending)
    {
        var said = _party.Register(answer, pending);
        _cases.Add(
            new(
                name,
                said.Refusal ?? "accepted",
                SecondOpinion.Line(answer, Origin, SoftKey.RelyingParty, pending.Challenge!, null)
            )
        );
        return said.Key;
    }

    private void Assert(string name, string answer, byte[] challenge, KeyState key)
    {
        var said = _party.Assert(answer, challenge, key);
        _cases.Add(
            new(
                name,
                said is null ? "another key" : said.Refusal ?? "accepted",
                SecondOpinion.Line(answer, Origin, SoftKey.RelyingParty, challenge, key)
            )
        );
    }

    private void Compare(List<bool> doTheyRefuse)
    {
        var judged = Judge();
        Xunit.Assert.Equal(
            judged.Zip(doTheyRefuse, (c, refuse) => $"{c.Name}: {(refuse ? "refused" : "accepted")}"),
            judged.Select(c => $"{c.Name}: {(c.Theirs == "accepted" ? "accepted" : "refused")}")
        );
    }

    private List<Case> Judge()
    {
        var said = SecondOpinion.On(_cases.Select(c => c.Line));
        return [.. _cases.Zip(said, (c, theirs) => c with { Theirs = theirs })];
    }

    private sealed record Case(string Name, string Ours, string Line, string Theirs = "");
}
