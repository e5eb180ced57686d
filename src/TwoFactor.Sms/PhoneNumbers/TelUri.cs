namespace TwoFactor.Sms;

/// <summary>
/// Reads the number from a <c>tel:</c> URI (RFC 3966). The text is in lower case, without separators. A text without
/// the scheme is the number itself.
/// </summary>
internal static class TelUri
{
    private const string Scheme = "tel:";

    // "phone-context=" without its dash, because dashes were removed as separators.
    private const string Context = "phonecontext=";
    private const string Subaddress = "isub=";

    /// <summary>
    /// False if a parameter, such as an extension, changes which number is meant. The context is the prefix of a local
    /// number, e.g. +81. It is empty if there is none, or if it is a host name, which adds no digits.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> number, out ReadOnlySpan<char> context)
    {
        number = text;
        context = [];
        if (!text.StartsWith(Scheme))
            return true;

        number = text[Scheme.Length..];
        var end = number.IndexOf(';');
        if (end < 0)
            return true;

        var parameters = number[(end + 1)..];
        number = number[..end];
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range];
            if (parameter.StartsWith(Context + '+'))
                context = parameter[Context.Length..];
            else if (!parameter.StartsWith(Context) && !parameter.StartsWith(Subaddress))
                return false;
        }

        return true;
    }
}
