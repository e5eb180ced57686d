using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>Warns of limits that let nothing through.</summary>
internal sealed class SmsLimitsCheck(IOptions<SmsOptions> options, ILogger<SmsLimitsCheck> logger) : IStartCheck
{
    public void Run()
    {
        // Paid at the start by the app, and not at the first message by its user.
        PhonePlans.WarmUp(options.Value.Regions);
        if (options.Value.Regions.Count == 0)
            logger.NoSmsRegions();
    }
}
