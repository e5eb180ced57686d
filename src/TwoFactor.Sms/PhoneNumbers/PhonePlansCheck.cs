using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Loads the numbering plans of the allowed regions beside the start, so that neither the start nor the first user waits
/// for it. The plans of other regions are loaded when one of their numbers comes.
/// </summary>
internal sealed class PhonePlansCheck(IOptions<SmsOptions> options) : IStartCheck
{
    /// <summary>Complete when they are loaded.</summary>
    public Task Loading { get; private set; } = Task.CompletedTask;

    public void Run()
    {
        string[] regions = [.. options.Value.Regions];
        Loading = Task.Run(() => PhonePlans.WarmUp(regions));
    }
}
