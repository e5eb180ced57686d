using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Warns at start if users can choose only restricted authenticators (NIST SP 800-63B-4 §3.2.9).</summary>
internal sealed class RestrictedMethodsCheck(FactorMethodRegistry methods, ILogger<RestrictedMethodsCheck> logger)
    : IStartCheck
{
    public void Run()
    {
        var enrollable = methods.Enrollable.ToList();
        if (enrollable.Count > 0 && enrollable.TrueForAll(m => m.Traits.IsRestricted))
            logger.RestrictedAlone(string.Join(", ", enrollable.Select(m => m.Name)));
    }
}
