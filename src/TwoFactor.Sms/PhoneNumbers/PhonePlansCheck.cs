using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Reads the numbering plans when the app starts, so that its first user does not wait for it. The plans of regions that
/// nothing is sent to are read when a number of theirs comes.
/// </summary>
internal sealed class PhonePlansCheck(IOptions<SmsOptions> options) : IStartCheck
{
    public void Run() => PhonePlans.WarmUp(options.Value.Regions);
}
