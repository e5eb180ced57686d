using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>Warns of limits that let nothing through, or that each process counts for itself.</summary>
internal sealed class SmsLimitsCheck(
    IQuotaStore quotas,
    IAccountStore accounts,
    IOptions<SmsOptions> options,
    ILogger<SmsLimitsCheck> logger
) : IStartCheck
{
    public void Run()
    {
        // Paid at the start by the app, and not at the first message by its user.
        PhonePlans.WarmUp(options.Value.Regions);
        if (options.Value.Regions.Count == 0)
            logger.NoSmsRegions();

        if (quotas is InMemoryQuotaStore && accounts is not InMemoryAccountStore)
            logger.QuotasInMemory();
    }
}
