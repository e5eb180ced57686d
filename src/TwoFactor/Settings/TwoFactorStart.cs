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
        private readonly Lock _gate = new();
        private bool _isDone;

        public ValidateOptionsResult Validate(string? name, TwoFactorStart options)
        {
            // The host's start and the first use validate an instance each. A warning is told once.
            lock (_gate)
            {
                if (!_isDone)
                    Run();

                _isDone = true;
            }

            return ValidateOptionsResult.Success;
        }

        private void Run()
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
        }
    }
}
