using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>
/// Names every setting of the mail server that is wrong, at the start of the host or at the first use.
/// </summary>
internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
