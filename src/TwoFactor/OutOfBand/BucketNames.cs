using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor.Methods;

/// <summary>
/// Names the quota buckets of one family of limits, e.g. of one method. Addresses, users and networks appear in the
/// names as keyed hashes, so a stolen database does not reveal who got messages. The key is derived from the oldest
/// sealing key, so limits survive a key rotation. Without sealing keys, i.e. with a protector of your own, the hash has
/// no key. Create one instance at start and keep it: it holds the key.
/// </summary>
public sealed class BucketNames
{
    private const int HashBytes = 16;
    private const int MaxFamily = 16;

    private readonly string _family;
    private readonly byte[] _key;

    /// <summary>Creates the names of a family.</summary>
    /// <param name="family">
    /// The family: 1 to 16 lower-case ASCII letters, digits and underscores, e.g. the method's name. Never change it:
    /// counts under the old name would be lost.
    /// </param>
    /// <param name="options">The options of the library, which include the sealing keys.</param>
    /// <exception cref="ArgumentException">The family does not have that form.</exception>
    public BucketNames(string family, IOptions<TwoFactorOptions> options)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(options);
        if (family.Length is 0 or > MaxFamily || !family.All(IsOfName))
            throw new ArgumentException(
                $"The family of buckets is named '{family}'. Name it with 1 to {MaxFamily} lower-case ASCII letters, "
                    + "digits and underscores.",
                nameof(family)
            );

        _family = family;
        _key = DeriveKey(family, options.Value.Sealing);
    }

    /// <summary>The name of a bucket that belongs to no person: <c>family:kind</c>.</summary>
    /// <param name="kind">What is counted, e.g. <c>day</c>: at most 79 ASCII characters.</param>
    public string Of(string kind) => $"{_family}:{kind}";

    /// <summary>The name of the bucket of one value, with the value as a keyed hash.</summary>
    /// <param name="kind">What is counted, e.g. <c>user.hour</c>: at most 56 ASCII characters.</param>
    /// <param name="value">The address, user or network.</param>
    public string Of(string kind, string value)
    {
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\n{value}"));
        return $"{_family}:{kind}:{Base64Url.EncodeToString(hash.AsSpan(0, HashBytes))}";
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_';

    // Upper case, because the first release used it: names must survive an update.
    private static byte[] DeriveKey(string family, SealingOptions sealing)
    {
        var (keys, _) = SealingKeys.Read(sealing);
        return keys.Count == 0
            ? []
            : HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                keys[0],
                SHA256.HashSizeInBytes,
                info: Encoding.ASCII.GetBytes($"TwoFactor {family.ToUpperInvariant()} buckets")
            );
    }
}
