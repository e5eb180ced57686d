using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Sms;

/// <summary>
/// Reports in the background to providers which codes were used. When the app stops, it waits briefly for reports that
/// are still running.
/// </summary>
internal sealed class SmsFeedback(SmsGateways gateways, TimeProvider clock, ILogger<SmsFeedback> logger)
    : IAsyncDisposable,
        IDisposable
{
    private const int MaxUnderWay = 256;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, bool> _underWay = new();

    public void Confirm(IReadOnlyList<DeliveryAttempt> attempts)
    {
        // The accepted code is the latest one: each resend replaced the code before it.
        var accepted = attempts.Count > 0 ? attempts[^1] : null;
        if (
            accepted is not { Status: FactorDeliveryStatus.Accepted, MessageId: not null }
            || gateways.Find(accepted.Gateway)?.Gateway is not ISmsConversionFeedback feedback
            || _underWay.Count >= MaxUnderWay
        )
            return;

        var task = Task.Run(() => ConfirmAsync(accepted.Gateway, feedback, accepted.MessageId!));
        _underWay[task] = true;
        _ = task.ContinueWith(t => _underWay.TryRemove(t, out _), TaskScheduler.Default);
    }

    /// <summary>A synchronous dispose cannot wait: reports that are still running may be lost.</summary>
    public void Dispose() { }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_underWay.Keys)
            .WaitAsync(s_patience + s_patience, TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task ConfirmAsync(string gateway, ISmsConversionFeedback feedback, string messageId)
    {
        try
        {
            using var patience = new CancellationTokenSource(s_patience, clock);
            await feedback.ConfirmAsync(messageId, patience.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A third-party gateway may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.FeedbackFailed(gateway, e.GetType().Name);
        }
    }
}
