using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// Names every setting that is wrong, at the start of the host or at the first use, whichever comes first.
/// </summary>
internal sealed class TwoFactorOptionsValidator : IValidateOptions<TwoFactorOptions>
{
    public ValidateOptionsResult Validate(string? name, TwoFactorOptions options)
    {
        var problems = options.Problems().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
