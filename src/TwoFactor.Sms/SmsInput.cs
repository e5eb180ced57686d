namespace TwoFactor.Sms;

/// <summary>The names of what a user types to enrol a phone, see <see cref="EnrollmentRequest.Input"/>.</summary>
public static class SmsInput
{
    /// <summary>The phone number, national or international.</summary>
    public const string PhoneNumber = "phoneNumber";

    /// <summary>The region that a national number belongs to, in ISO 3166-1 alpha-2.</summary>
    public const string Region = "region";
}
