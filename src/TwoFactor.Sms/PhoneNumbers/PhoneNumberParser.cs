using PhoneNumbers;

namespace TwoFactor.Sms;

/// <summary>
/// From a text as typed to a number, by libphonenumber. What the library reads and a code must not be sent to is refused
/// here: extensions, letters, and numbers that belong to no region.
/// </summary>
internal static class PhoneNumberParser
{
    private const int MaxE164Digits = 15;

    public static PhoneNumberResult Parse(string? text, string? region)
    {
        var (typed, problem) = TypedNumber.Read(text);
        if (typed is null)
            return PhoneNumberResult.Refused(problem);

        // No calling code begins with 0, though the library would take it for what is dialled before one.
        if (typed.StartsWith("+0", StringComparison.Ordinal))
            return PhoneNumberResult.Refused(PhoneNumberProblem.UnknownCallingCode);

        var home = PhoneRegions.Find(region);
        try
        {
            return Judge(PhonePlans.Util.Parse(typed, home?.Code));
        }
        catch (NumberParseException e)
        {
            return PhoneNumberResult.Refused(ProblemOf(e.ErrorType, typed, home));
        }
    }

    /// <summary>The number in the region that owns it, whichever region was named.</summary>
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

    private static PhoneNumberProblem ProblemOf(ErrorType error, string typed, PhoneRegion? home) =>
        error switch
        {
            ErrorType.INVALID_COUNTRY_CODE when home is null && typed[0] != '+' => PhoneNumberProblem.UnknownRegion,
            ErrorType.INVALID_COUNTRY_CODE => PhoneNumberProblem.UnknownCallingCode,
            ErrorType.TOO_SHORT_NSN or ErrorType.TOO_SHORT_AFTER_IDD => PhoneNumberProblem.TooShort,
            ErrorType.TOO_LONG => PhoneNumberProblem.TooLong,
            ErrorType.NOT_A_NUMBER when TypedNumber.DigitsIn(typed) > 0 => PhoneNumberProblem.TooShort,
            _ => PhoneNumberProblem.NotANumber,
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
