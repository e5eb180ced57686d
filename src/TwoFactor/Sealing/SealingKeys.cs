using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// Reads the keys from options and key file. The result is a list, newest last, or a sentence that says what is wrong
/// and never repeats a key.
/// </summary>
internal static class SealingKeys
{
    public static (List<byte[]> Keys, string? Problem) Read(SealingOptions options)
    {
        var keys = new List<byte[]>();
        for (var i = 0; i < options.Keys.Count; i++)
        {
            if (Decode(options.Keys[i], keys) is { } problem)
                return ([], $"TwoFactor:Sealing:Keys:{i} {problem}");
        }

        if (string.IsNullOrEmpty(options.KeyFile))
            return (keys, null);

        var (lines, fileProblem) = SealingKeyFile.ReadLines(options.KeyFile);
        if (fileProblem is not null)
            return ([], fileProblem);

        foreach (var (line, number) in lines)
        {
            if (Decode(line, keys) is { } problem)
                return ([], $"The key file '{options.KeyFile}', line {number}, {problem}");
        }

        return (keys, null);
    }

    private static string? Decode(string text, List<byte[]> keys)
    {
        var key = new byte[SealingOptions.KeyBytes];
        var trimmed = text.AsSpan().Trim();
        if (!Convert.TryFromBase64Chars(trimmed, key, out var written))
        {
            var size = Base64Size(trimmed);
            return size is null
                ? "is not Base64. A key is 32 bytes in Base64: openssl rand -base64 32"
                : $"holds {size} bytes. A key is 32 bytes in Base64: openssl rand -base64 32";
        }

        if (written != SealingOptions.KeyBytes)
            return $"holds {written} bytes. A key is 32 bytes in Base64: openssl rand -base64 32";

        if (keys.Exists(k => CryptographicOperations.FixedTimeEquals(k, key)))
            return "repeats an earlier key. Leave one of them out.";

        keys.Add(key);
        return null;
    }

    private static int? Base64Size(ReadOnlySpan<char> text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, buffer, out var written) ? written : null;
    }
}
