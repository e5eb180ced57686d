using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>Reports every wrong setting when the host starts.</summary>
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
            // The validation of those options reports it.
            return ValidateOptionsResult.Skip;
        }
    }
}
