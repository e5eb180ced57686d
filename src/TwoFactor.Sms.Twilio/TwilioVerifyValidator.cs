using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>Checks that <c>AddTwilioVerify()</c> has its Verify service.</summary>
internal sealed class TwilioVerifyValidator : IValidateOptions<TwilioOptions>
{
    public ValidateOptionsResult Validate(string? name, TwilioOptions options) =>
        string.IsNullOrEmpty(options.VerifyServiceSid)
            ? ValidateOptionsResult.Fail(
                "TwoFactor:Twilio:VerifyServiceSid is missing. Set it to the SID of the Verify service: VA "
                    + "and 32 hexadecimal digits."
            )
            : ValidateOptionsResult.Success;
}
