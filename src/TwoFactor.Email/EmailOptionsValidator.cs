using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>Names every e-mail setting that is wrong, at the start of the host or at the first use.</summary>
internal sealed class EmailOptionsValidator : IValidateOptions<EmailOptions>
{
    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
