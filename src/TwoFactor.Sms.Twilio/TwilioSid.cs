namespace TwoFactor.Sms.Twilio;

/// <summary>Twilio's ids: a prefix of two letters for the kind, then 32 hexadecimal digits.</summary>
internal static class TwilioSid
{
    private const int Length = 34;

    public static bool IsValid(string? sid, params ReadOnlySpan<string> kinds)
    {
        if (sid is not { Length: Length })
            return false;

        foreach (var c in sid.AsSpan(2))
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        foreach (var kind in kinds)
        {
            if (sid.StartsWith(kind, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
