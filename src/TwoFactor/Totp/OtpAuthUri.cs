using System.Globalization;

namespace TwoFactor.Otp;

/// <summary>
/// The key URI that an authenticator app scans:
/// <c>otpauth://totp/Issuer:account?secret=…&amp;issuer=Issuer&amp;algorithm=SHA1&amp;digits=6&amp;period=30</c>. It
/// carries the secret: <see cref="ToString"/> shows everything but that, <see cref="ToUri"/> the whole.
/// </summary>
public sealed class OtpAuthUri
{
    // Two issuers, an account and the longest secret stay below the thousand characters that still scan from a screen.
    private const int MaxEscapedName = 256;

    private readonly byte[] _secret;

    /// <summary>Makes a key URI.</summary>
    /// <param name="issuer">The app's name as the user knows it. Not empty, no colon, no control characters.</param>
    /// <param name="accountName">
    /// The user's name or e-mail in that app. Not empty, no colon, no control characters.
    /// </param>
    /// <param name="secret">The shared secret, 16 to 64 raw bytes (128 to 512 bits; RFC 4226 R6).</param>
    /// <param name="parameters">Algorithm, digits and period.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or the secret is not as described; the message says how.</exception>
    public OtpAuthUri(string issuer, string accountName, ReadOnlySpan<byte> secret, TotpParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (NameProblem(issuer) is { } issuerProblem)
            throw new ArgumentException($"The issuer {issuerProblem}.", nameof(issuer));

        if (NameProblem(accountName) is { } accountProblem)
            throw new ArgumentException($"The account name {accountProblem}.", nameof(accountName));

        if (SecretProblem(secret.Length) is { } secretProblem)
            throw new ArgumentException(secretProblem, nameof(secret));

        Issuer = issuer;
        AccountName = accountName;
        Parameters = parameters;
        _secret = secret.ToArray();
    }

    /// <summary>The app's name.</summary>
    public string Issuer { get; }

    /// <summary>The user's name in that app.</summary>
    public string AccountName { get; }

    /// <summary>Algorithm, digits and period.</summary>
    public TotpParameters Parameters { get; }

    /// <summary>The shared secret, raw bytes.</summary>
    public ReadOnlyMemory<byte> Secret => _secret;

    /// <summary>The whole URI, secret included: for the QR code alone, never for a log.</summary>
    public string ToUri() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{Escape(Issuer)}:{Escape(AccountName)}?secret={Base32.Encode(_secret)}&issuer={Escape(Issuer)}&algorithm={Name(Parameters.Algorithm)}&digits={Parameters.Digits}&period={Parameters.PeriodSeconds}"
        );

    /// <summary>Reads a key URI, as <see cref="ToUri"/> or another system wrote it.</summary>
    /// <param name="text">
    /// The URI. Missing algorithm, digits and period mean SHA1, 6 and 30; unknown parameters are passed over.
    /// </param>
    /// <returns>
    /// The URI's parts, or a sentence that says what is wrong. The sentence never repeats the secret.
    /// </returns>
    public static OtpAuthUriResult Parse(string? text) => OtpAuthUriParser.Parse(text);

    /// <summary>Everything but the secret.</summary>
    public override string ToString() => $"otpauth://totp/{Escape(Issuer)}:{Escape(AccountName)} (secret withheld)";

    internal static string? NameProblem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "is empty";

        if (name.Contains(':', StringComparison.Ordinal))
            return "has a colon, which separates issuer and account in a key URI; leave it out";

        if (name.Any(char.IsControl))
            return "has a control character; leave it out";

        return Escape(name).Length > MaxEscapedName ? "is too long for a QR code; shorten it" : null;
    }

    internal static string? SecretProblem(int bytes) =>
        bytes switch
        {
            < TotpParameters.MinSecretBytes => string.Create(
                CultureInfo.InvariantCulture,
                $"The secret has {bytes * 8} bits; at least {TotpParameters.MinSecretBytes * 8} are required "
                    + $"(RFC 4226 R6)."
            ),
            > TotpParameters.MaxSecretBytes => string.Create(
                CultureInfo.InvariantCulture,
                $"The secret has {bytes * 8} bits; at most {TotpParameters.MaxSecretBytes * 8} are taken."
            ),
            _ => null,
        };

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Name(TotpAlgorithm algorithm) => algorithm.ToString().ToUpperInvariant();
}
