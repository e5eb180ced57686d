using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>
/// From a text as typed to a number: digits, then the calling code, then the trunk prefix, then the region whose plan
/// has it.
/// </summary>
internal static class PhoneNumberParser
{
    private const int MaxTyped = 64;
    private const int MaxDigits = 32;
    private const int MaxE164Digits = 15;
    private const int MinNational = 2;
    private const int LongestCallingCode = 3;

    public static PhoneNumberResult Parse(string? text, string? region)
    {
        Span<char> buffer = stackalloc char[MaxDigits];
        var count = ReadDigits(text, buffer, out var isInternational);
        if (count <= 0)
            return PhoneNumberResult.Refused(count < 0 ? PhoneNumberProblem.TooLong : PhoneNumberProblem.NotANumber);

        ReadOnlySpan<char> digits = buffer[..count];
        var plan = RegionTable.Find(region);
        if (!isInternational && plan?.AbroadPrefix(digits) is > 0 and var dialled)
        {
            digits = digits[dialled..];
            isInternational = true;
        }

        if (!isInternational)
            return plan is null
                ? PhoneNumberResult.Refused(PhoneNumberProblem.UnknownRegion)
                : ParseNational(digits, plan);

        var codeLength = ReadCallingCode(digits, out var callingCode);
        return codeLength == 0
            ? PhoneNumberResult.Refused(PhoneNumberProblem.UnknownCallingCode)
            : Find(digits[codeLength..], RegionTable.ForCallingCode(callingCode)[0]);
    }

    private static PhoneNumberResult ParseNational(ReadOnlySpan<char> digits, NumberingPlan plan)
    {
        // The calling code without a +, where the number cannot be meant without it.
        Span<char> code = stackalloc char[LongestCallingCode];
        plan.Region.CallingCode.TryFormat(code, out var codeLength, default, CultureInfo.InvariantCulture);
        if (digits.StartsWith(code[..codeLength]))
        {
            var rest = digits[codeLength..];
            var stripped = plan.WithoutTrunk(rest);
            if ((!plan.IsNational(digits) && plan.IsNational(stripped ?? rest)) || digits.Length > plan.Lengths[^1])
                return Find(rest, plan);
        }

        return Find(digits, plan);
    }

    /// <summary>The number by the plan that reads it, in the region that owns it, whichever region was named.</summary>
    private static PhoneNumberResult Find(ReadOnlySpan<char> digits, NumberingPlan plan)
    {
        if (digits.Length < MinNational)
            return PhoneNumberResult.Refused(PhoneNumberProblem.TooShort);

        var national = plan.WithoutTrunk(digits) is { } stripped ? stripped.AsSpan() : digits;
        var callingCode = plan.Region.CallingCode;
        foreach (var candidate in RegionTable.ForCallingCode(callingCode))
        {
            if (!candidate.Owns(national))
                continue;

            return candidate.TypeOf(national) is { } type && Make(national, candidate.Region, type) is { } number
                ? PhoneNumberResult.Found(number)
                : Explain(national, candidate);
        }

        return Explain(national, plan);
    }

    private static PhoneNumber? Make(ReadOnlySpan<char> national, PhoneRegion region, PhoneNumberType type)
    {
        Span<char> e164 = stackalloc char[1 + LongestCallingCode + MaxDigits];
        e164[0] = '+';
        region.CallingCode.TryFormat(e164[1..], out var codeLength, default, CultureInfo.InvariantCulture);
        national.CopyTo(e164[(1 + codeLength)..]);
        var digits = codeLength + national.Length;
        return digits <= MaxE164Digits
            ? new PhoneNumber(e164[..(1 + digits)].ToString(), region.Code, region.CallingCode, codeLength, type)
            : null;
    }

    private static PhoneNumberResult Explain(ReadOnlySpan<char> national, NumberingPlan plan) =>
        PhoneNumberResult.Refused(
            national.Length < plan.Lengths[0] ? PhoneNumberProblem.TooShort
            : national.Length > Math.Min(plan.Lengths[^1], MaxE164Digits - 1) ? PhoneNumberProblem.TooLong
            : PhoneNumberProblem.NotInUse
        );

    // No calling code is the beginning of another one, and none begins with 0.
    private static int ReadCallingCode(ReadOnlySpan<char> digits, out int callingCode)
    {
        callingCode = 0;
        for (var length = 1; length <= Math.Min(LongestCallingCode, digits.Length) && digits[0] != '0'; length++)
        {
            callingCode = (callingCode * 10) + (digits[length - 1] - '0');
            if (!RegionTable.ForCallingCode(callingCode).IsEmpty)
                return length;
        }

        return 0;
    }

    /// <summary>
    /// The ASCII digits of a text; 0 if it has something else in it that is no separator, -1 if there are too many.
    /// </summary>
    private static int ReadDigits(string? text, Span<char> digits, out bool isInternational)
    {
        isInternational = false;
        if (text is null || text.Length > MaxTyped)
            return text is null ? 0 : -1;

        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count == 0 && !isInternational && rune.Value is '+' or '＋')
            {
                isInternational = true;
                continue;
            }

            var digit = DigitOf(rune);
            if (digit < 0 && !IsSeparator(rune))
                return 0;

            if (digit >= 0 && count == digits.Length)
                return -1;

            if (digit >= 0)
                digits[count++] = (char)('0' + digit);
        }

        return count;
    }

    private static int DigitOf(System.Text.Rune rune)
    {
        if (rune.IsAscii)
            return System.Text.Rune.IsDigit(rune) ? rune.Value - '0' : -1;

        return System.Text.Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
            ? (int)System.Text.Rune.GetNumericValue(rune)
            : -1;
    }

    // Spaces and dashes of every script, and what is written between the parts of a number.
    private static bool IsSeparator(System.Text.Rune rune) =>
        rune.Value
            is '('
                or ')'
                or '.'
                or '/'
                or '\t'
                or '（'
                or '）'
                or '．'
                or '／'
                or 'ー'
                or '−'
                or '•'
                or 0x200E
                or 0x200F
                or 0x202A
                or 0x202C
                or 0x2066
                or 0x2069
                or 0xFEFF
                or 0x200B
        || System.Text.Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.DashPunctuation;
}
