using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>Warns at start of limits that allow no message at all.</summary>
internal sealed class SmsLimitsCheck(IOptions<SmsOptions> options, ILogger<SmsLimitsCheck> logger) : IStartCheck
{
    public void Run()
    {
        if (options.Value.Regions.Count == 0)
            logger.NoSmsRegions();
    }
}
