namespace TwoFactor.Sms;

/// <summary>
/// The parts of a <c>tel:</c> URI (RFC 3966) that say which number is meant. The text comes without separators, in lower
/// case. A text that is no URI is a number as it stands.
/// </summary>
internal static class TelUri
{
    private const string Scheme = "tel:";

    // Without its dash, which is a separator here.
    private const string Context = "phonecontext=";
    private const string Subaddress = "isub=";

    /// <summary>
    /// False if there is a parameter, such as an extension, without which it is another number. The context is what a
    /// local number is dialled after, e.g. +81; it is empty if there is none, or a host name, which adds no digits.
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
