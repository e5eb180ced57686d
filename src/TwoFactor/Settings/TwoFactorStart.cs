using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// Options without a setting: validating them, at the start of the host or before the first use, runs the start checks
/// once.
/// </summary>
internal sealed class TwoFactorStart
{
    internal sealed class Validator(Func<IEnumerable<IStartCheck>> checks) : IValidateOptions<TwoFactorStart>
    {
        public ValidateOptionsResult Validate(string? name, TwoFactorStart options)
        {
            try
            {
                foreach (var check in checks())
                    check.Run();
            }
            catch (OptionsValidationException)
            {
                // Reported where those options are validated themselves.
            }

            return ValidateOptionsResult.Success;
        }
    }
}
