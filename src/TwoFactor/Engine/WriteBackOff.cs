using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>The wait after a lost write conflict, before the next try.</summary>
internal class WriteBackOff
{
    public virtual async ValueTask WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        TwoFactorTelemetry.WriteConflicts.Add(1);

        // The first retry follows at once; later ones are spread out randomly.
        var ceiling = Math.Min(attempt * 4, 50);
        var jitter = RandomNumberGenerator.GetInt32(ceiling);
        if (attempt == 1 || jitter == 0)
            await Task.Yield();
        else
            await Task.Delay(TimeSpan.FromMilliseconds(jitter), TimeProvider.System, cancellationToken)
                .ConfigureAwait(false);
    }
}
