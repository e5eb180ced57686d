using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>Names every setting that is wrong when the host starts.</summary>
internal sealed class TwoFactorHttpOptionsValidator(IOptions<TwoFactorOptions> core)
    : IValidateOptions<TwoFactorHttpOptions>
{
    public ValidateOptionsResult Validate(string? name, TwoFactorHttpOptions options)
    {
        try
        {
            var problems = options.Check(core.Value).ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
        catch (OptionsValidationException)
        {
            // Reported where those options are validated themselves.
            return ValidateOptionsResult.Skip;
        }
    }
}
