using PhoneNumbers;

namespace TwoFactor.Sms;

/// <summary>
/// Turns typed text into a number with libphonenumber. It refuses some numbers that the library accepts but that cannot
/// receive a code: with extensions, with letters, or without a region.
/// </summary>
internal static class PhoneNumberParser
{
    private const int MaxE164Digits = 15;

    public static PhoneNumberResult Parse(string? text, string? region)
    {
        var (number, problem) = TypedNumber.Read(text);
        if (number is null)
            return PhoneNumberResult.Refused(problem);

        // No calling code begins with 0. The library would skip the 0 as an international prefix.
        if (number.StartsWith("+0", StringComparison.Ordinal))
            return PhoneNumberResult.Refused(PhoneNumberProblem.UnknownCallingCode);

        var home = PhoneRegions.Find(region);
        try
        {
            return Judge(PhonePlans.Util.Parse(number, home?.Code));
        }
        catch (NumberParseException e)
        {
            return PhoneNumberResult.Refused(ProblemOf(e.ErrorType, number, home));
        }
    }

    /// <summary>Parses a number in E.164 with libphonenumber; null if it cannot be parsed.</summary>
    public static PhoneNumbers.PhoneNumber? Reread(string e164)
    {
        try
        {
            return PhonePlans.Util.Parse(e164, null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Judges the number in the region that owns it, whichever region the user named.</summary>
    private static PhoneNumberResult Judge(PhoneNumbers.PhoneNumber number)
    {
        var util = PhonePlans.Util;
        if (PhonePlans.RegionsOf(number.CountryCode).Count == 0)
            return PhoneNumberResult.Refused(PhoneNumberProblem.UnknownCallingCode);

        var e164 = util.Format(number, PhoneNumberFormat.E164);
        if (e164.Length > 1 + MaxE164Digits)
            return PhoneNumberResult.Refused(PhoneNumberProblem.TooLong);

        return util.IsValidNumber(number) && util.GetRegionCodeForNumber(number) is { Length: 2 } region
            ? PhoneNumberResult.Found(new(e164, region, number.CountryCode, TypeOf(util.GetNumberType(number))))
            : PhoneNumberResult.Refused(Explain(number));
    }

    private static PhoneNumberProblem Explain(PhoneNumbers.PhoneNumber number) =>
        PhonePlans.Util.IsPossibleNumberWithReason(number) switch
        {
            PhoneNumberUtil.ValidationResult.TOO_SHORT or PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY =>
                PhoneNumberProblem.TooShort,
            PhoneNumberUtil.ValidationResult.TOO_LONG => PhoneNumberProblem.TooLong,
            _ => PhoneNumberProblem.NotInUse,
        };

    private static PhoneNumberProblem ProblemOf(ErrorType error, string number, PhoneRegion? home) =>
        error switch
        {
            ErrorType.INVALID_COUNTRY_CODE when home is null && number[0] != '+' => PhoneNumberProblem.UnknownRegion,
            ErrorType.INVALID_COUNTRY_CODE => PhoneNumberProblem.UnknownCallingCode,
            ErrorType.TOO_LONG => PhoneNumberProblem.TooLong,
            // libphonenumber reports a single digit as "not a number".
            _ => PhoneNumberProblem.TooShort,
        };

    private static PhoneNumberType TypeOf(PhoneNumbers.PhoneNumberType type) =>
        type switch
        {
            PhoneNumbers.PhoneNumberType.MOBILE => PhoneNumberType.Mobile,
            PhoneNumbers.PhoneNumberType.FIXED_LINE => PhoneNumberType.FixedLine,
            PhoneNumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE => PhoneNumberType.FixedLineOrMobile,
            PhoneNumbers.PhoneNumberType.TOLL_FREE => PhoneNumberType.TollFree,
            PhoneNumbers.PhoneNumberType.PREMIUM_RATE => PhoneNumberType.PremiumRate,
            PhoneNumbers.PhoneNumberType.SHARED_COST => PhoneNumberType.SharedCost,
            PhoneNumbers.PhoneNumberType.PAGER => PhoneNumberType.Pager,
            _ => PhoneNumberType.Other,
        };
}
