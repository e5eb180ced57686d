using System.Formats.Cbor;

namespace TwoFactor.WebAuthn;

/// <summary>
/// The library asks for no attestation, and ignores a statement that comes nevertheless (WebAuthn Level 3 §13.4.6). So
/// a statement that does not verify cannot keep a user out.
/// </summary>
internal static class Attestation
{
    /// <summary>
    /// The attestation object without its statement, and its authenticator data; null if the bytes are no attestation
    /// object.
    /// </summary>
    public static (byte[] Object, byte[] AuthenticatorData)? Strip(byte[] attestationObject)
    {
        try
        {
            var reader = new CborReader(attestationObject, CborConformanceMode.Ctap2Canonical);
            byte[]? data = null;
            var count = reader.ReadStartMap();
            for (var i = 0; i < count; i++)
            {
                if (reader.ReadTextString() == "authData")
                    data = reader.ReadByteString();
                else
                    reader.SkipValue();
            }

            return data is null ? null : (Write(data), data);
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Write(byte[] data)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(data);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
