using System.Diagnostics.CodeAnalysis;

namespace TwoFactor;

/// <summary>
/// The parameters of a key URI. A parameter that codes depend on must occur exactly once and intact. Unknown parameters
/// are ignored, unless they look like a mangled version of a known one.
/// </summary>
internal sealed class KeyUriQuery
{
    public const string Secret = "secret";
    public const string Issuer = "issuer";
    public const string Algorithm = "algorithm";
    public const string Digits = "digits";
    public const string Period = "period";
    public const string Encoder = "encoder";

    private static readonly string[] s_decisive = [Secret, Algorithm, Digits, Period, Encoder];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private KeyUriQuery() { }

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static bool TryRead(
        string text,
        [NotNullWhen(true)] out KeyUriQuery? query,
        [NotNullWhen(false)] out string? problem
    )
    {
        query = new KeyUriQuery();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = KeyUriText.Unescape(equals < 0 ? pair : pair[..equals], isPlusSpace: true);
            var value = KeyUriText.Unescape(equals < 0 ? "" : pair[(equals + 1)..], isPlusSpace: true);
            problem = name is null || value is null ? OtpAuthUriParser.BrokenEscape : query.Add(name, value);
            if (problem is not null)
                return false;
        }

        problem = null;
        return true;
    }

    private string? Add(string name, string value)
    {
        if (name.Contains(';', StringComparison.Ordinal))
            return "The parameters of the key URI were escaped for HTML (&amp;). Unescape it first.";

        var isDecisive = s_decisive.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (!isDecisive && FindMangled(name) is { } mangled)
            return $"A parameter of the key URI is mangled: it looks like {mangled} with other characters around it.";

        if (isDecisive && !_values.TryAdd(name, value))
            return "A parameter of the key URI occurs twice.";

        // Keep the first issuer that is not empty.
        if (name.Equals(Issuer, StringComparison.OrdinalIgnoreCase) && string.IsNullOrWhiteSpace(this[Issuer]))
            _values[Issuer] = value;

        return null;
    }

    private static string? FindMangled(string name)
    {
        var letters = string.Concat(name.Where(char.IsAsciiLetter));
        return Array.Find(s_decisive, d => d.Equals(letters, StringComparison.OrdinalIgnoreCase));
    }
}
