using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Loads the numbering plans of the allowed regions at start, so the first user does not wait for it. The plans of
/// other regions are loaded when one of their numbers comes.
/// </summary>
internal sealed class PhonePlansCheck(IOptions<SmsOptions> options) : IStartCheck
{
    public void Run() => PhonePlans.WarmUp(options.Value.Regions);
}
