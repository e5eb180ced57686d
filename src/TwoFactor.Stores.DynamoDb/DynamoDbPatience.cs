using System.Security.Cryptography;

namespace TwoFactor.Stores;

/// <summary>A deadline that starts when it is created. Changes of the machine's date do not affect it.</summary>
internal sealed class DynamoDbPatience(TimeProvider clock, TimeSpan length)
{
    private const int FirstPauseMilliseconds = 10;
    private const int MaxPauseMilliseconds = 500;
    private const int MostDoublings = 6;

    private readonly long _start = clock.GetTimestamp();
    private int _attempts;

    /// <summary>Waits a little longer each time.</summary>
    /// <returns>False, at once, if the time is up.</returns>
    public async ValueTask<bool> PauseAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(_start) >= length)
            return false;

        var ceiling = Math.Min(MaxPauseMilliseconds, FirstPauseMilliseconds << Math.Min(_attempts++, MostDoublings));
        await Task.Delay(
                TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(ceiling / 2, ceiling)),
                clock,
                cancellationToken
            )
            .ConfigureAwait(false);
        return true;
    }
}
