namespace TwoFactor;

/// <summary>The label of a key URI: <c>account</c> or <c>Issuer:account</c>. Both parts may contain colons.</summary>
internal static class KeyUriLabel
{
    /// <summary>Splits a label. Null if it has a broken escape.</summary>
    /// <param name="label">The label as written in the URI.</param>
    /// <param name="issuer">
    /// The issuer parameter, or empty. It shows where the issuer ends and the account begins.
    /// </param>
    public static (string Issuer, string Account)? Read(string label, string issuer)
    {
        if (KeyUriText.Unescape(label, isPlusSpace: false) is not { } text)
            return null;

        text = PlainText.Clean(text);
        if (issuer.Length > 0 && text.StartsWith($"{issuer}:", StringComparison.Ordinal))
            return (issuer, text[(issuer.Length + 1)..].Trim());

        // An unescaped colon, if there is one, separates issuer and account.
        var plain = label.IndexOf(':', StringComparison.Ordinal);
        if (plain >= 0)
            return (Clean(label[..plain]), Clean(label[(plain + 1)..]));

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("", text) : (text[..colon].Trim(), text[(colon + 1)..].Trim());
    }

    private static string Clean(string part) => PlainText.Clean(KeyUriText.Unescape(part, isPlusSpace: false)!);
}
