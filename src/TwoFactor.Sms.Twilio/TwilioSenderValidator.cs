using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>Checks that <c>AddTwilioSms()</c> has a sender.</summary>
internal sealed class TwilioSenderValidator : IValidateOptions<TwilioOptions>
{
    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var problems = TwilioOptionsValidator.Sender(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
