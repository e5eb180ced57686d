using System.Globalization;

namespace TwoFactor.Testing;

/// <summary>
/// An authenticator app for tests: it scans a key URI and shows codes at a time. It computes by the letter of RFC 6238 with the platform's HMAC and shares no code
/// with the engine that it is to check.
/// </summary>
public sealed class VirtualAuthenticator
{
    private readonly TotpParameters _parameters;
    private readonly byte[] _secret;

    private VirtualAuthenticator(OtpAuthUri uri)
    {
        _parameters = uri.Parameters;
        _secret = uri.Secret.ToArray();
    }

    /// <summary>Takes an account over, as by scanning its QR code.</summary>
    /// <param name="uri">The key URI, as in <see cref="EnrollmentResult.Uri"/>.</param>
    /// <exception cref="FormatException">It is no key URI; the message says why.</exception>
    public static VirtualAuthenticator Scan(string? uri)
    {
        var parsed = OtpAuthUri.Parse(uri);
        return new(parsed.Value ?? throw new FormatException(parsed.Error));
    }

    /// <summary>The code that the app shows at a time.</summary>
    /// <param name="time">The time by the app's clock.</param>
    public string CodeAt(DateTimeOffset time)
    {
        var step = Math.DivRem(time.ToUnixTimeSeconds(), _parameters.PeriodSeconds, out var rest);
        return Code(rest < 0 ? step - 1 : step);
    }

    /// <summary>The code that the app shows now by a clock, or some periods earlier or later.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="periods">How many periods later; less than 0 for earlier. Default: 0.</param>
    public string CodeAt(TimeProvider clock, int periods = 0)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return CodeAt(clock.GetUtcNow() + TimeSpan.FromSeconds(periods * _parameters.PeriodSeconds));
    }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => "an authenticator app (secret withheld)";

    private string Code(long step)
    {
        var counter = new byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var name = _parameters.Algorithm switch
        {
            TotpAlgorithm.Sha256 => System.Security.Cryptography.HashAlgorithmName.SHA256,
            TotpAlgorithm.Sha512 => System.Security.Cryptography.HashAlgorithmName.SHA512,
            _ => System.Security.Cryptography.HashAlgorithmName.SHA1,
        };
        var hash = System.Security.Cryptography.CryptographicOperations.HmacData(name, _secret, counter);
        var offset = hash[^1] & 0x0F;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(offset)) & 0x7FFF_FFFF;
        var text = number.ToString("D10", CultureInfo.InvariantCulture);
        return text[^_parameters.Digits..];
    }
}
