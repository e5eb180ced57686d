namespace TwoFactor.Sms.Twilio;

/// <summary>Twilio's ids: two letters that tell the kind, and 32 hexadecimal digits.</summary>
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
