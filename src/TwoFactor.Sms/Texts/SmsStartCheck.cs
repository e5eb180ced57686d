using Microsoft.Extensions.Logging;

namespace TwoFactor.Sms;

/// <summary>Warns at start of texts that cost more than they should.</summary>
internal sealed class SmsStartCheck(SmsComposer composer, ILogger<SmsStartCheck> logger) : IStartCheck
{
    public void Run()
    {
        foreach (var problem in composer.Problems())
            logger.SmsTemplateProblem(problem);
    }
}
