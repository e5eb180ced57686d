namespace TwoFactor.Sms;

/// <summary>
/// The stored form of a number in a factor's state: its region (2 letters), then the number in E.164. Codes are bound
/// to this form, so it must never change.
/// </summary>
internal static class SmsAddress
{
    private const int RegionLength = 2;

    public static string Write(PhoneNumber number) => $"{number.Region}{number.E164}";

    public static PhoneNumber Read(string address) =>
        address.Length > RegionLength
            ? PhoneNumber.Restore(address[RegionLength..], address[..RegionLength])
            : throw new TwoFactorStoreException("An SMS factor holds no number. Reset the user.");
}
