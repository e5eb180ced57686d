using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace TwoFactor.Testing;

/// <summary>
/// An authenticator app for tests: it reads a key URI and computes the codes. It follows the key URI format and RFC
/// 6238 exactly, and shares no code with the engine under test.
/// </summary>
public sealed class VirtualAuthenticator
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _secret;
    private readonly HashAlgorithmName _algorithm;
    private readonly int _digits;
    private readonly int _period;

    private VirtualAuthenticator(Dictionary<string, string> values)
    {
        _secret = Decode(values["secret"]);
        _algorithm = new HashAlgorithmName(values.GetValueOrDefault("algorithm", "SHA1").ToUpperInvariant());
        _digits = int.Parse(values.GetValueOrDefault("digits", "6"), CultureInfo.InvariantCulture);
        _period = int.Parse(values.GetValueOrDefault("period", "30"), CultureInfo.InvariantCulture);
    }

    /// <summary>Adds an account, as if its QR code was scanned.</summary>
    /// <param name="uri">The key URI, as in <see cref="EnrollmentResult.Uri"/>.</param>
    /// <exception cref="FormatException">The text is not a key URI for time-based codes.</exception>
    public static VirtualAuthenticator Scan(string? uri)
    {
        const string Scheme = "otpauth://totp/";
        var query = uri?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (uri is null || query < 0 || !uri.StartsWith(Scheme, StringComparison.Ordinal))
            throw new FormatException("This is not a key URI of the form otpauth://totp/Issuer:account?secret=….");

        var values = uri[(query + 1)..]
            .Split('&')
            .Select(p => p.Split('=', 2))
            .ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[^1]), StringComparer.Ordinal);
        return values.ContainsKey("secret") ? new(values) : throw new FormatException("The key URI has no secret.");
    }

    /// <summary>The code that the app shows at a time.</summary>
    /// <param name="time">The time by the app's clock.</param>
    public string CodeAt(DateTimeOffset time)
    {
        var step = (long)Math.Floor(time.ToUnixTimeSeconds() / (double)_period);
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[64];
        hash = hash[..CryptographicOperations.HmacData(_algorithm, _secret, counter, hash)];
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0x0F)..]) & 0x7FFF_FFFF;
        return number.ToString("D10", CultureInfo.InvariantCulture)[^_digits..];
    }

    /// <summary>The code that the app shows at the clock's time, or some periods earlier or later.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="periods">How many periods later; negative for earlier. Default: 0.</param>
    public string CodeAt(TimeProvider clock, int periods = 0)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return CodeAt(clock.GetUtcNow() + TimeSpan.FromSeconds(periods * _period));
    }

    /// <summary>Withholds the secret.</summary>
    public override string ToString() => "an authenticator app (secret withheld)";

    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var c in text.TrimEnd('='))
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("The secret of the key URI is not in Base32.");

            (bits, count) = ((bits << 5) | value, count + 5);
            if (count < 8)
                continue;

            count -= 8;
            bytes.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        return [.. bytes];
    }
}
