using System.Globalization;

namespace TwoFactor;

/// <summary>Reads key URIs of other systems: leniently where codes are not affected, strictly where they are.</summary>
internal static class OtpAuthUriParser
{
    public const string BrokenEscape =
        "The key URI has a broken escape: a % without two hexadecimal digits, or bytes that are not UTF-8.";

    private const string Prefix = "otpauth://";
    private const string MigrationPrefix = "otpauth-migration:";
    private const int MaxLength = 4096;

    public static OtpAuthUriResult Parse(string? text)
    {
        text = KeyUriText.Trim(text ?? "");
        if (text.Length == 0)
            return new("The key URI is empty.");

        if (text.Length > MaxLength)
            return new($"The key URI is longer than {MaxLength} characters.");

        if (PlainText.HasLoneSurrogate(text))
            return new("The key URI holds half a character (a lone surrogate); it was cut or badly converted.");

        if (text.StartsWith(MigrationPrefix, StringComparison.OrdinalIgnoreCase))
            return new("The text is an export of several accounts (otpauth-migration), not the key URI of one.");

        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return new("The key URI does not start with otpauth://.");

        return TrySplit(text[Prefix.Length..], out var type, out var label, out var query) is { } problem
            ? new(problem)
            : ReadType(type, label, query);
    }

    private static string? TrySplit(string rest, out string type, out string label, out string query)
    {
        type = label = query = "";
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0 && rest.IndexOf('=', hash) >= 0)
            return "The key URI has a # that is not escaped and cuts off parameters. Write it as %23.";

        rest = hash < 0 ? rest : rest[..hash];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
            return "The key URI is not of the form otpauth://totp/Issuer:account?secret=….";

        var head = rest[..question];
        var slash = head.IndexOf('/', StringComparison.Ordinal);
        type = slash < 0 ? head : head[..slash];
        label = slash < 0 ? "" : head[slash..].TrimStart('/');
        query = rest[(question + 1)..];
        return null;
    }

    private static OtpAuthUriResult ReadType(string type, string label, string query)
    {
        if (type.Equals("hotp", StringComparison.OrdinalIgnoreCase))
            return new("The key URI is of type hotp (counter based); only totp is supported.");

        if (!type.Equals("totp", StringComparison.OrdinalIgnoreCase))
            return new("The key URI's type is not totp.");

        if (!KeyUriQuery.TryRead(query, out var parameters, out var problem))
            return new(problem);

        return parameters[KeyUriQuery.Encoder] is null
            ? ReadSecret(label, parameters)
            : new("The key URI names an encoder, so its codes are not plain TOTP codes.");
    }

    private static OtpAuthUriResult ReadSecret(string label, KeyUriQuery query)
    {
        if (query[KeyUriQuery.Secret] is not { } text)
            return new("The key URI has no secret.");

        // Some systems make secrets of random characters instead of bytes. The last character may then hold extra bits,
        // which every app ignores.
        if (!Base32.TryDecode(text, isLastBitsIgnored: true, out var secret, out var error))
            return new($"The secret is not Base32: {error}");

        if (
            OtpAuthUri.SecretProblem(
                secret.Length,
                TotpParameters.MinImportedSecretBytes,
                TotpParameters.MaxImportedSecretBytes
            ) is
            { } problem
        )
            return new(problem);

        return ReadParameters(query, out var parameters) is { } unreadable
            ? new(unreadable)
            : ReadNames(label, query, secret, parameters!);
    }

    private static string? ReadParameters(KeyUriQuery query, out TotpParameters? parameters)
    {
        parameters = null;
        if (ReadAlgorithm(query[KeyUriQuery.Algorithm]) is not { } algorithm)
            return "The algorithm is not SHA1, SHA256 or SHA512.";

        const int DefaultDigits = 6;
        if (
            ReadNumber(query[KeyUriQuery.Digits], DefaultDigits, TotpParameters.MinDigits, TotpParameters.MaxDigits)
            is not { } digits
        )
            return $"The digits are not a number from {TotpParameters.MinDigits} to {TotpParameters.MaxDigits}.";

        const int DefaultPeriod = 30;
        if (
            ReadNumber(query[KeyUriQuery.Period], DefaultPeriod, TotpParameters.MinPeriod, TotpParameters.MaxPeriod)
            is not { } period
        )
            return $"The period is not a number of seconds from {TotpParameters.MinPeriod} to "
                + $"{TotpParameters.MaxPeriod}.";

        parameters = new TotpParameters(algorithm, digits, period);
        return null;
    }

    private static TotpAlgorithm? ReadAlgorithm(string? text)
    {
        if (text is null)
            return TotpAlgorithm.Sha1;

        // SHA-1, HmacSHA256, hmac_sha512 …
        var name = string.Concat(text.Where(c => c is not ('-' or '_' or ' '))).ToUpperInvariant();
        return (name.StartsWith("HMAC", StringComparison.Ordinal) ? name[4..] : name) switch
        {
            "SHA1" => TotpAlgorithm.Sha1,
            "SHA256" => TotpAlgorithm.Sha256,
            "SHA512" => TotpAlgorithm.Sha512,
            _ => null,
        };
    }

    private static int? ReadNumber(string? text, int missing, int min, int max)
    {
        if (text is null)
            return missing;

        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
            ? value
            : null;
    }

    private static OtpAuthUriResult ReadNames(string label, KeyUriQuery query, byte[] secret, TotpParameters parameters)
    {
        var issuer = PlainText.Clean(query[KeyUriQuery.Issuer] ?? "");
        if (KeyUriLabel.Read(label, issuer) is not var (labelIssuer, account))
            return new(BrokenEscape);

        var uri = OtpAuthUri.Import(issuer.Length > 0 ? issuer : labelIssuer, account, secret, parameters);
        return new(uri, Warnings(uri, labelIssuer));
    }

    private static List<string> Warnings(OtpAuthUri uri, string labelIssuer)
    {
        var warnings = new List<string>();
        if (labelIssuer.Length > 0 && labelIssuer.Replace('+', ' ') != uri.Issuer.Replace('+', ' '))
            warnings.Add("The label and the issuer parameter name different issuers; the parameter's is used.");

        if (uri.IsWeak)
            warnings.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The secret has {uri.Secret.Length * 8} bits; fewer than "
                        + $"{TotpParameters.MinSecretBytes * 8} are weak (RFC 4226 R6). Let the user enrol again."
                )
            );

        return warnings;
    }
}
