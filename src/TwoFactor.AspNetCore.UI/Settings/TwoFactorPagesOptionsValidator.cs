using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Reports every wrong setting when the host starts.</summary>
internal sealed class TwoFactorPagesOptionsValidator : IValidateOptions<TwoFactorPagesOptions>
{
    public ValidateOptionsResult Validate(string? name, TwoFactorPagesOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
