using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>How long whoever lost the race for a record waits before beginning again.</summary>
internal class WriteBackOff
{
    public virtual async ValueTask WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        TwoFactorTelemetry.WriteConflicts.Add(1);

        // The first losers go again at once; then they spread out.
        var ceiling = Math.Min(attempt * 4, 50);
        var jitter = RandomNumberGenerator.GetInt32(ceiling);
        if (attempt == 1 || jitter == 0)
            await Task.Yield();
        else
            await Task.Delay(TimeSpan.FromMilliseconds(jitter), TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
    }
}
