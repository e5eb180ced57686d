namespace TwoFactor.Sms;

/// <summary>
/// A public phone number in the form of ITU-T E.164, with the region and type from the numbering plan.
/// <see cref="ToString"/> masks it: the full number is personal data and does not belong in logs.
/// </summary>
public sealed class PhoneNumber : IEquatable<PhoneNumber>
{
    private const int ShownDigits = 2;

    internal PhoneNumber(string e164, string region, int callingCode, PhoneNumberType type)
    {
        E164 = e164;
        Region = region;
        CallingCode = callingCode;
        Type = type;
    }

    /// <summary>The number in full: + and up to 15 digits.</summary>
    public string E164 { get; }

    /// <summary>
    /// The region of the number in ISO 3166-1 alpha-2, e.g. <c>JP</c>. If several regions share a calling code, it is
    /// the region that owns the number.
    /// </summary>
    public string Region { get; }

    /// <summary>The calling code, e.g. 81.</summary>
    public int CallingCode { get; }

    /// <summary>The type of line.</summary>
    public PhoneNumberType Type { get; }

    /// <summary>The number without the calling code. Leading zeros that are part of the number are kept.</summary>
    public string NationalNumber => E164[(1 + CallingCodeDigits)..];

    /// <summary>The calling code and the last two digits, e.g. <c>+81 ••••••••78</c>.</summary>
    public string Masked =>
        string.Create(
            E164.Length + 1,
            this,
            static (target, number) =>
            {
                var code = 1 + number.CallingCodeDigits;
                number.E164.AsSpan(0, code).CopyTo(target);
                target[code] = ' ';
                target[(code + 1)..^ShownDigits].Fill('•');
                number.E164.AsSpan(number.E164.Length - ShownDigits).CopyTo(target[^ShownDigits..]);
            }
        );

    // A region that libphonenumber no longer knows has no calling code.
    private int CallingCodeDigits =>
        CallingCode switch
        {
            0 => 0,
            < 10 => 1,
            < 100 => 2,
            _ => 3,
        };

    /// <summary>
    /// Reads a number as a person types it: in national form, or in international form after + or the region's
    /// international prefix. Spaces, dashes, dots, slashes, brackets and the decimal digits of any script are allowed.
    /// Bad input never throws.
    /// </summary>
    /// <param name="text">The number as typed.</param>
    /// <param name="region">
    /// The region of a number in national form, in ISO 3166-1 alpha-2. It may be null for international form.
    /// </param>
    /// <returns>The number, or the problem with the text.</returns>
    public static PhoneNumberResult Parse(string? text, string? region = null) => PhoneNumberParser.Parse(text, region);

    /// <summary>
    /// Other regions whose numbering plans contain this number: some regions share numbers with a larger neighbour.
    /// </summary>
    internal IEnumerable<string> FurtherRegions()
    {
        var others = PhonePlans.RegionsOf(CallingCode).Where(r => r != Region).ToList();
        if (others.Count == 0 || PhoneNumberParser.Reread(E164) is not { } number)
            return [];

        return others.Where(r => PhonePlans.Util.IsValidNumberForRegion(number, r));
    }

    /// <summary>
    /// Rebuilds a stored number without judging it again. The numbering plans may have changed since, but it is still
    /// the number that was enrolled.
    /// </summary>
    internal static PhoneNumber Restore(string e164, string region)
    {
        if (Parse(e164, region).Value is { } number)
            return number;

        return new PhoneNumber(e164, region, PhoneRegions.Find(region)?.CallingCode ?? 0, PhoneNumberType.Mobile);
    }

    /// <summary>Whether it is the same number.</summary>
    /// <param name="other">The other number.</param>
    public bool Equals(PhoneNumber? other) => other is not null && E164 == other.E164;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PhoneNumber);

    /// <inheritdoc/>
    public override int GetHashCode() => E164.GetHashCode(StringComparison.Ordinal);

    /// <summary>Shows the masked number.</summary>
    public override string ToString() => Masked;
}
