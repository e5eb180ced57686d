using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

internal sealed class SmsStartCheck(SmsComposer composer, IQuotaStore quotas, IAccountStore accounts, IOptions<TwoFactorOptions> options, ILogger<SmsStartCheck> logger) : IStartCheck
{
    public void Run()
    {
        if (options.Value.Sms.Regions.Count == 0)
            logger.NoSmsRegions();

        foreach (var problem in composer.Problems())
            logger.SmsTemplateProblem(problem);

        if (quotas is InMemoryQuotaStore && accounts is not InMemoryAccountStore)
            logger.QuotasInMemory();
    }
}
