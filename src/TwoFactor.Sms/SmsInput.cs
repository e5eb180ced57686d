namespace TwoFactor.Sms;

/// <summary>The names of the input values for enrolling a phone, see <see cref="EnrollmentRequest.Input"/>.</summary>
public static class SmsInput
{
    /// <summary>The phone number, national or international.</summary>
    public const string PhoneNumber = "phoneNumber";

    /// <summary>The region of a number in national form, in ISO 3166-1 alpha-2.</summary>
    public const string Region = "region";

    /// <summary>
    /// How a code comes to the phone, for methods that offer more than one way, e.g. <c>sms</c> or <c>call</c>.
    /// </summary>
    public const string Channel = "channel";
}
