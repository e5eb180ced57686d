using System.Globalization;

namespace TwoFactor;

internal static class OtpAuthUriParser
{
    private const string Prefix = "otpauth://";
    private const int MaxLength = 2048;

    public static OtpAuthUriResult Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new("The key URI is empty.");

        if (text.Length > MaxLength)
            return new($"The key URI is longer than {MaxLength} characters.");

        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return new("The key URI does not start with otpauth://.");

        var slash = text.IndexOf('/', Prefix.Length);
        var question = text.IndexOf('?', StringComparison.Ordinal);
        if (slash < 0 || question < slash)
            return new("The key URI is not of the form otpauth://totp/Issuer:account?secret=….");

        var type = text[Prefix.Length..slash];
        if (!type.Equals("totp", StringComparison.OrdinalIgnoreCase))
            return new(
                type.Equals("hotp", StringComparison.OrdinalIgnoreCase)
                    ? "The key URI is of type hotp (counter based); only totp is taken."
                    : "The key URI's type is not totp."
            );

        if (!TryReadQuery(text[(question + 1)..], out var query, out var problem))
            return new(problem);

        return Build(Uri.UnescapeDataString(text[(slash + 1)..question]), query);
    }

    private static OtpAuthUriResult Build(string label, Dictionary<string, string> query)
    {
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        var labelIssuer = colon < 0 ? null : label[..colon].Trim();
        var account = label[(colon + 1)..].Trim();
        var issuer = query.GetValueOrDefault("issuer") ?? labelIssuer;
        if (labelIssuer is not null && issuer is not null && labelIssuer != issuer)
            return new("The issuer of the label and the issuer parameter differ.");

        if (OtpAuthUri.NameProblem(issuer) is { } issuerProblem)
            return new($"The issuer {issuerProblem}.");

        if (OtpAuthUri.NameProblem(account) is { } accountProblem)
            return new($"The account name {accountProblem}.");

        if (!query.TryGetValue("secret", out var secretText))
            return new("The key URI has no secret.");

        if (!Base32.TryDecode(secretText, out var secret, out var error))
            return new($"The secret is not Base32: {error}");

        if (OtpAuthUri.SecretProblem(secret.Length) is { } secretProblem)
            return new(secretProblem);

        TotpAlgorithm? algorithm = query.GetValueOrDefault("algorithm")?.ToUpperInvariant() switch
        {
            null or "SHA1" => TotpAlgorithm.Sha1,
            "SHA256" => TotpAlgorithm.Sha256,
            "SHA512" => TotpAlgorithm.Sha512,
            _ => null,
        };
        if (algorithm is null)
            return new("The algorithm is not SHA1, SHA256 or SHA512.");

        if (!TryReadNumber(query, "digits", 6, TotpParameters.MinDigits, TotpParameters.MaxDigits, out var digits))
            return new($"The digits are not a number from {TotpParameters.MinDigits} to {TotpParameters.MaxDigits}.");

        if (!TryReadNumber(query, "period", 30, TotpParameters.MinPeriod, TotpParameters.MaxPeriod, out var period))
            return new(
                $"The period is not a number of seconds from {TotpParameters.MinPeriod} to {TotpParameters.MaxPeriod}."
            );

        return new(new OtpAuthUri(issuer!, account, secret, new TotpParameters(algorithm.Value, digits, period)));
    }

    private static bool TryReadQuery(string text, out Dictionary<string, string> query, out string problem)
    {
        query = new(StringComparer.OrdinalIgnoreCase);
        problem = "";
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
            if (!query.TryAdd(Uri.UnescapeDataString(name), value))
                problem = "A parameter of the key URI stands there twice.";
        }

        return problem.Length == 0;
    }

    private static bool TryReadNumber(
        Dictionary<string, string> query,
        string name,
        int missing,
        int min,
        int max,
        out int value
    )
    {
        value = missing;
        return !query.TryGetValue(name, out var text)
            || (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
                && value >= min
                && value <= max
            );
    }
}
