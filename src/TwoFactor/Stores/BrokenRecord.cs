using System.Text.Json;

namespace TwoFactor;

/// <summary>Tells a record that is broken from a store that cannot be reached or a key that is missing.</summary>
internal static class BrokenRecord
{
    /// <summary>
    /// Whether the fault lies in what is stored. Then a reset, or a new policy, is the remedy; for any other fault it is
    /// not.
    /// </summary>
    public static bool IsCauseOf(TwoFactorStoreException e) =>
        e.InnerException is SealBrokenException or JsonException or RecordMissingException;
}
