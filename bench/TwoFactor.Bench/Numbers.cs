namespace TwoFactor.Bench;

/// <summary>Numbers as people type them, from plans that are read quickly and from those that are not.</summary>
internal static class Numbers
{
    public static PhoneNumberResult? Last { get; private set; }

    public static void Japan() => Last = PhoneNumber.Parse("090-1234-5678", "JP");

    public static void International() => Last = PhoneNumber.Parse("+1 (506) 234-5678");

    public static void Rewritten() => Last = PhoneNumber.Parse("011 15-2345-6789", "AR");

    public static void Channel() => Last = PhoneNumber.Parse("+44 7797 300000", "GB");
}
