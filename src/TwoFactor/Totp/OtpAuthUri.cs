using System.Globalization;

namespace TwoFactor.Otp;

/// <summary>
/// The key URI that an authenticator app scans:
/// <c>otpauth://totp/Issuer:account?secret=…&amp;issuer=Issuer&amp;algorithm=SHA1&amp;digits=6&amp;period=30</c>. It
/// contains the secret. <see cref="ToUri"/> shows all of it; <see cref="ToString"/> withholds the secret.
/// </summary>
public sealed class OtpAuthUri
{
    // With this limit, two issuers, an account and the longest secret stay below 1,000 characters, which still scan
    // from a screen.
    private const int MaxEscapedName = 256;

    private readonly byte[] _secret;

    /// <summary>Creates a key URI.</summary>
    /// <param name="issuer">
    /// The app's name as the user knows it. Not empty, no colon, plain text. Spaces around it are left out.
    /// </param>
    /// <param name="accountName">
    /// The user's name or e-mail address in that app. Not empty, no colon, plain text. Spaces around it are left out.
    /// <see cref="ToLabel"/> makes one from any text.
    /// </param>
    /// <param name="secret">The shared secret, 16 to 64 raw bytes (128 to 512 bits; RFC 4226 R6).</param>
    /// <param name="parameters">Algorithm, digits and period.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// A name or the secret breaks a rule above; the message says which.
    /// </exception>
    public OtpAuthUri(string issuer, string accountName, ReadOnlySpan<byte> secret, TotpParameters parameters)
        // A space beside the colon of the label is no part of a name (Key Uri Format).
        : this(parameters, issuer?.Trim()!, accountName?.Trim()!, secret.ToArray())
    {
        if (NameProblem(issuer) is { } issuerProblem)
            throw new ArgumentException($"The issuer {issuerProblem}.", nameof(issuer));

        if (NameProblem(accountName) is { } accountProblem)
            throw new ArgumentException($"The account name {accountProblem}.", nameof(accountName));

        if (SecretProblem(secret.Length, TotpParameters.MinSecretBytes, TotpParameters.MaxSecretBytes) is { } problem)
            throw new ArgumentException(problem, nameof(secret));
    }

    private OtpAuthUri(TotpParameters parameters, string issuer, string accountName, byte[] secret)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Issuer = issuer;
        AccountName = accountName;
        Parameters = parameters;
        _secret = secret;
    }

    /// <summary>The app's name; empty if an imported URI has none.</summary>
    public string Issuer { get; }

    /// <summary>The user's name in that app; empty if an imported URI has none.</summary>
    public string AccountName { get; }

    /// <summary>Algorithm, digits and period.</summary>
    public TotpParameters Parameters { get; }

    /// <summary>The shared secret, raw bytes.</summary>
    public ReadOnlyMemory<byte> Secret => _secret;

    /// <summary>
    /// Whether the secret has fewer than 128 bits (RFC 4226 R6), as secrets of other systems may have. It works, but
    /// should be replaced.
    /// </summary>
    public bool IsWeak => _secret.Length < TotpParameters.MinSecretBytes;

    /// <summary>The whole URI with the secret: for the QR code only, never for a log.</summary>
    public string ToUri() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{Label()}?secret={Base32.Encode(_secret)}"
                + $"{(Issuer.Length > 0 ? $"&issuer={Escape(Issuer)}" : "")}"
                + $"&algorithm={Name(Parameters.Algorithm)}&digits={Parameters.Digits}"
                + $"&period={Parameters.PeriodSeconds}"
        );

    /// <summary>
    /// Reads a key URI from <see cref="ToUri"/> or from another system. It is lenient where codes are not affected
    /// (names, unknown parameters, spelling). It is strict where they are (secret, algorithm, digits, period, type,
    /// broken escapes).
    /// </summary>
    /// <param name="text">
    /// The URI. Defaults: algorithm SHA1, 6 digits, period 30 seconds. The secret has 80 to 1,024 bits.
    /// </param>
    /// <returns>The URI's parts, or a sentence that says what is wrong and never repeats the text.</returns>
    public static OtpAuthUriResult Parse(string? text) => OtpAuthUriParser.Parse(text);

    /// <summary>
    /// Makes an account name from any text. Characters that a key URI cannot carry (colons, and all that is not plain
    /// text) are removed. A text that is too long is cut between two grapheme clusters.
    /// </summary>
    /// <param name="text">The user's name or e-mail, or null.</param>
    /// <returns>The account name; <c>account</c> if nothing is left.</returns>
    public static string ToLabel(string? text)
    {
        var clean = PlainText.Clean((text ?? "").Replace(":", "", StringComparison.Ordinal));
        var label = PlainText.Shorten(clean, t => Escape(t).Length <= MaxEscapedName);
        return label.Length > 0 ? label : "account";
    }

    /// <summary>
    /// Makes a URI of another system: names may be empty or contain colons, and the secret may be shorter or longer.
    /// </summary>
    internal static OtpAuthUri Import(string issuer, string accountName, byte[] secret, TotpParameters parameters) =>
        new(parameters, issuer, accountName, secret);

    /// <summary>Shows everything but the secret.</summary>
    public override string ToString() => $"otpauth://totp/{Label()} (secret withheld)";

    internal static string? NameProblem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "is empty";

        if (name.Contains(':', StringComparison.Ordinal))
            return "has a colon, which separates issuer and account in a key URI; leave it out";

        return PlainText.Problem(name)
            ?? (Escape(name).Length > MaxEscapedName ? "is too long for a QR code; shorten it" : null);
    }

    internal static string? SecretProblem(int bytes, int min, int max)
    {
        if (bytes >= min && bytes <= max)
            return null;

        var rule = bytes < min ? $"at least {min * 8} are required (RFC 4226 R6)" : $"at most {max * 8} are allowed";
        return string.Create(CultureInfo.InvariantCulture, $"The secret has {bytes * 8} bits; {rule}.");
    }

    // Without an issuer, a colon within the account name would be read as the separator. So the label then starts with
    // an empty issuer and a colon.
    private string Label() =>
        Issuer.Length > 0 || AccountName.Contains(':', StringComparison.Ordinal)
            ? $"{Escape(Issuer)}:{Escape(AccountName)}"
            : Escape(AccountName);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Name(TotpAlgorithm algorithm) => algorithm.ToString().ToUpperInvariant();
}
