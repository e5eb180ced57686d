using System.Security.Cryptography;

namespace TwoFactor.Simulation;

/// <summary>
/// Key pairs that are made once: to make one takes longer than all that a history does with it. Nothing decides by
/// their bytes.
/// </summary>
internal static class SimKeyPairs
{
    private const int Count = 16;

    private static readonly ECParameters[] s_made = [.. Enumerable.Range(0, Count).Select(_ => Make())];

    [ThreadStatic]
    private static ECDsa[]? t_pairs;

    /// <summary>The pair of a key; that of the next key is another one.</summary>
    public static ECDsa Of(int key) => (t_pairs ??= Array.ConvertAll(s_made, ECDsa.Create))[key % Count];

    private static ECParameters Make()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return pair.ExportParameters(includePrivateParameters: true);
    }
}
