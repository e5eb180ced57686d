using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>Reports every wrong SMS setting, at the start of the host or at first use.</summary>
internal sealed class SmsOptionsValidator : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
