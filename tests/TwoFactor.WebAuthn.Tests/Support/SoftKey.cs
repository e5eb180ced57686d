using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace TwoFactor.Tests;

/// <summary>
/// A security key and its browser in software (WebAuthn Level 3 §6, §7): it makes a key pair for ES256, RS256 or EdDSA
/// and answers challenges. What it says can be bent before it is sent.
/// </summary>
internal sealed class SoftKey : IDisposable
{
    public const string RelyingParty = "example.com";

    private readonly ECDsa _ec;
    private readonly RSA? _rsa;
    private readonly Key? _ed;

    public SoftKey(SoftAlgorithm algorithm = SoftAlgorithm.Es256)
    {
        _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _rsa = algorithm == SoftAlgorithm.Rs256 ? RSA.Create(2048) : null;
        _ed = algorithm == SoftAlgorithm.EdDsa ? Key.Create(SignatureAlgorithm.Ed25519) : null;
    }

    /// <summary>A key for ES256 whose pair was made before.</summary>
    public SoftKey(ECDsa pair, byte[] id) => (_ec, Id) = (pair, id);

    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = "https://app.example.com";

    public string HashedParty { get; set; } = RelyingParty;

    public uint Counter { get; set; } = 1;

    /// <summary>User present and verified; bits of §6.1.</summary>
    public byte Flags { get; set; } = 0x05;

    /// <summary>Bends the client's data before it is signed.</summary>
    public Action<JsonObject>? Bend { get; set; }

    /// <summary>Bends the answer after it was signed.</summary>
    public Action<JsonObject>? Tamper { get; set; }

    public byte[]? UserHandle { get; set; }

    public static JsonElement Parse(string options) => JsonDocument.Parse(options).RootElement;

    public string Create(string options)
    {
        var root = Parse(options);
        UserHandle = Base64Url.DecodeFromChars(root.GetProperty("user").GetProperty("id").GetString()!);
        var clientData = ClientData("webauthn.create", root.GetProperty("challenge").GetString()!);
        var authenticatorData = AuthenticatorData(isNew: true);
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString(authenticatorData);
        cbor.WriteEndMap();
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(clientData),
                ["attestationObject"] = Text(cbor.Encode()),
                ["transports"] = new JsonArray("usb"),
            }
        );
    }

    public string Get(string options)
    {
        var root = Parse(options);
        var clientData = ClientData("webauthn.get", root.GetProperty("challenge").GetString()!);
        var authenticatorData = AuthenticatorData(isNew: false);
        byte[] signed = [.. authenticatorData, .. SHA256.HashData(clientData)];
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(clientData),
                ["authenticatorData"] = Text(authenticatorData),
                ["signature"] = Text(Sign(signed)),
                ["userHandle"] = UserHandle is null ? null : Text(UserHandle),
            }
        );
    }

    public void Dispose()
    {
        _ec.Dispose();
        _rsa?.Dispose();
        _ed?.Dispose();
    }

    private byte[] Sign(byte[] data)
    {
        if (_ed is not null)
            return SignatureAlgorithm.Ed25519.Sign(_ed, data);

        return _rsa is null
            ? _ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
            : _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private string Answer(JsonObject response)
    {
        var answer = new JsonObject
        {
            ["id"] = Text(Id),
            ["rawId"] = Text(Id),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };
        Tamper?.Invoke(answer);
        return answer.ToJsonString();
    }

    private byte[] ClientData(string type, string challenge)
    {
        var data = new JsonObject
        {
            ["type"] = type,
            ["challenge"] = challenge,
            ["origin"] = Origin,
            ["crossOrigin"] = false,
        };
        Bend?.Invoke(data);
        return Encoding.UTF8.GetBytes(data.ToJsonString());
    }

    private byte[] AuthenticatorData(bool isNew)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        byte[] head =
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(HashedParty)),
            (byte)(Flags | (isNew ? 0x40 : 0)),
            .. counter,
        ];
        return isNew ? [.. head, .. new byte[16], 0, (byte)Id.Length, .. Id, .. PublicKey()] : head;
    }

    // COSE (RFC 9053 §7.1.1 and §7.2, RFC 8230 §4).
    private byte[] PublicKey()
    {
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        if (_ed is not null)
        {
            cbor.WriteStartMap(4);
            Pair(1, 1);
            Pair(3, -8);
            Pair(-1, 6);
            cbor.WriteInt32(-2);
            cbor.WriteByteString(_ed.PublicKey.Export(KeyBlobFormat.RawPublicKey));
            cbor.WriteEndMap();
            return cbor.Encode();
        }

        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(false);
            cbor.WriteStartMap(4);
            Pair(1, 3);
            Pair(3, -257);
            cbor.WriteInt32(-1);
            cbor.WriteByteString(rsa.Modulus!);
            cbor.WriteInt32(-2);
            cbor.WriteByteString(rsa.Exponent!);
            cbor.WriteEndMap();
            return cbor.Encode();
        }

        var point = _ec.ExportParameters(false).Q;
        cbor.WriteStartMap(5);
        Pair(1, 2);
        Pair(3, -7);
        Pair(-1, 1);
        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();

        void Pair(int key, int value)
        {
            cbor.WriteInt32(key);
            cbor.WriteInt32(value);
        }
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
