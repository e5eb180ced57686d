using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>Names every SMS setting that is wrong, at the start of the host or at the first use.</summary>
internal sealed class SmsOptionsValidator : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
