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
    /// <param name="issuer">The app's name as the user knows it. Not empty, no colon, plain text.</param>
    /// <param name="accountName">
    /// The user's name or e-mail in that app. Not empty, no colon, plain text. <see cref="ToLabel"/> makes one of any
    /// text.
    /// </param>
    /// <param name="secret">The shared secret, 16 to 64 raw bytes (128 to 512 bits; RFC 4226 R6).</param>
    /// <param name="parameters">Algorithm, digits and period.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A name or the secret is not as described; the message says how.</exception>
    public OtpAuthUri(string issuer, string accountName, ReadOnlySpan<byte> secret, TotpParameters parameters)
        : this(parameters, issuer, accountName, secret.ToArray())
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

    /// <summary>The app's name; empty if a URI of another system has none.</summary>
    public string Issuer { get; }

    /// <summary>The user's name in that app; empty if a URI of another system has none.</summary>
    public string AccountName { get; }

    /// <summary>Algorithm, digits and period.</summary>
    public TotpParameters Parameters { get; }

    /// <summary>The shared secret, raw bytes.</summary>
    public ReadOnlyMemory<byte> Secret => _secret;

    /// <summary>
    /// Whether the secret has fewer than 128 bits (RFC 4226 R6), as that of another system may: it works, and should be
    /// replaced.
    /// </summary>
    public bool IsWeak => _secret.Length < TotpParameters.MinSecretBytes;

    /// <summary>The whole URI, secret included: for the QR code alone, never for a log.</summary>
    public string ToUri() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{Label()}?secret={Base32.Encode(_secret)}{(Issuer.Length > 0 ? $"&issuer={Escape(Issuer)}" : "")}&algorithm={Name(Parameters.Algorithm)}&digits={Parameters.Digits}&period={Parameters.PeriodSeconds}"
        );

    /// <summary>
    /// Reads a key URI, as <see cref="ToUri"/> or another system wrote it: leniently where nothing is decided by it
    /// (names, unknown parameters, spelling), strictly where a code depends on it (secret, algorithm, digits, period,
    /// kind, broken escapes).
    /// </summary>
    /// <param name="text">
    /// The URI. Missing algorithm, digits and period mean SHA1, 6 and 30. The secret has 80 to 1,024 bits.
    /// </param>
    /// <returns>
    /// The URI's parts, or a sentence that says what is wrong. The sentence never repeats a part of the text.
    /// </returns>
    public static OtpAuthUriResult Parse(string? text) => OtpAuthUriParser.Parse(text);

    /// <summary>
    /// Makes an account name of any text: what a key URI cannot carry (colons, and what is not plain text) is left out,
    /// and a text that is too long is cut between two characters as a reader sees them.
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
    /// A URI of another system: names may be empty and hold colons, and the secret may be shorter and longer.
    /// </summary>
    internal static OtpAuthUri Import(string issuer, string accountName, byte[] secret, TotpParameters parameters) =>
        new(parameters, issuer, accountName, secret);

    /// <summary>Everything but the secret.</summary>
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

    internal static string? SecretProblem(int bytes, int min, int max) =>
        bytes < min || bytes > max
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The secret has {bytes * 8} bits; {(bytes < min ? $"at least {min * 8} are required (RFC 4226 R6)" : $"at most {max * 8} are taken")}."
            )
            : null;

    // Without an issuer a colon of the account's own would be taken for the one that ends it.
    private string Label() =>
        Issuer.Length > 0 || AccountName.Contains(':', StringComparison.Ordinal)
            ? $"{Escape(Issuer)}:{Escape(AccountName)}"
            : Escape(AccountName);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Name(TotpAlgorithm algorithm) => algorithm.ToString().ToUpperInvariant();
}
