using System.Text.Json;

namespace TwoFactor;

/// <summary>Distinguishes a broken record from an unreachable store and from a missing key.</summary>
internal static class BrokenRecord
{
    /// <summary>Whether the fault is in the stored data. Only then does a reset, or a new policy, repair it.</summary>
    public static bool IsCauseOf(TwoFactorStoreException e) =>
        e.InnerException
            is SealBrokenException
                or JsonException
                or RecordFormatException { IsNewer: false }
                or RecordMissingException;
}
