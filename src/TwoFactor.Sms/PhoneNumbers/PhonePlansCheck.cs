using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Loads the numbering plans of the allowed regions soon after the start, so that neither the start nor the first user
/// waits for it. The plans of other regions are loaded when one of their numbers comes.
/// </summary>
internal sealed class PhonePlansCheck(IOptions<SmsOptions> options, TimeProvider clock) : IStartCheck
{
    // An app that starts needs all processors for itself.
    public static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    /// <summary>Complete when they are loaded.</summary>
    public Task Loading { get; private set; } = Task.CompletedTask;

    public void Run() => Loading = LoadAsync([.. options.Value.Regions]);

    private async Task LoadAsync(string[] regions)
    {
        await Task.Delay(After, clock).ConfigureAwait(false);
        PhonePlans.WarmUp(regions);
    }
}
