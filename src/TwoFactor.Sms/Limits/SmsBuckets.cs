using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// The names of buckets. Numbers, users and addresses stand in them as keyed hashes: a stolen database tells nobody who
/// was sent to. The key comes from the oldest sealing key, so that limits outlast a rotation; where another protector
/// seals there is none, and the hash is a plain one.
/// </summary>
internal sealed class SmsBuckets(IOptions<TwoFactorOptions> options)
{
    private const int HashBytes = 16;
    private const int PrefixDigits = 4;

    private readonly byte[] _key = DeriveKey(options.Value.Sealing);

    public string Of(string kind, string value)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\n{value}"));
        return $"sms:{kind}:{Base64Url.EncodeToString(hash.AsSpan(0, HashBytes))}";
    }

    /// <summary>The number less its last four digits.</summary>
    public static string PrefixOf(string number) => number[..Math.Max(2, number.Length - PrefixDigits)];

    /// <summary>The numbers that lie that close to one, of the same length.</summary>
    public static IEnumerable<string> NeighboursOf(string number, int distance)
    {
        const int CountedDigits = 9;
        var at = Math.Max(1, number.Length - CountedDigits);
        var value = long.Parse(number.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture);
        for (var delta = -distance; delta <= distance; delta++)
        {
            var digits = (value + delta).ToString(CultureInfo.InvariantCulture).PadLeft(number.Length - at, '0');
            if (delta != 0 && value + delta >= 0 && digits.Length == number.Length - at)
                yield return string.Concat(number.AsSpan(0, at), digits);
        }
    }

    private static byte[] DeriveKey(SealingOptions sealing)
    {
        var (keys, _) = SealingKeys.Read(sealing);
        return keys.Count == 0
            ? []
            : HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                keys[0],
                SHA256.HashSizeInBytes,
                info: "TwoFactor SMS buckets"u8.ToArray()
            );
    }
}
