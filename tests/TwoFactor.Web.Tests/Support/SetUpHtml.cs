using System.Text.RegularExpressions;

namespace TwoFactor.Tests;

/// <summary>A page of set-up as an answer: its hidden fields, and the key for an app.</summary>
internal sealed record SetUpHtml(string Html)
{
    public string Field(string name) => Regex.Match(Html, $"name=\"{name}\" value=\"([^\"]+)\"").Groups[1].Value;

    public string Code(DateTimeOffset now)
    {
        var key = Regex.Match(Html, "<code[^>]*>((?:[A-Z2-7]{2,4} ?)+)</code>").Groups[1].Value;
        return Base32.TryDecode(key.Replace(" ", "", StringComparison.Ordinal), out var secret, out var error)
            ? Totp.Compute(secret, now.ToUnixTimeSeconds() / 30, TotpParameters.Default)
            : throw new FormatException(error);
    }
}
