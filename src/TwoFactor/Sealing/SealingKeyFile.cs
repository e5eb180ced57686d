using System.Security.Cryptography;

namespace TwoFactor.Sealing;

/// <summary>A file of keys: one per line in Base64, newest last, readable by its owner only.</summary>
public static class SealingKeyFile
{
    private const int MaxBytes = 64 * 1024;
    private const UnixFileMode OwnerRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Creates a key file with one new key and mode 0600, unless the file exists. Several processes may try at once:
    /// one creates the file, and the others find it complete.
    /// </summary>
    /// <param name="path">The file; its folder is created if missing.</param>
    /// <returns>True if the file was created, false if it existed.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not let this user write.</exception>
    public static bool TryCreate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        OwnerOnly.CreateFolder(Path.GetDirectoryName(full)!);
        if (File.Exists(full))
            return false;

        // File.Move without overwrite checks first and then moves, so two processes could both move. The lock prevents
        // that.
        var guard = $"{full}.lock";
        bool isThere;
        using (Hold(guard, full))
        {
            isThere = File.Exists(full);
            if (!isThere)
                WriteAndMove(full);
        }

        try
        {
            // Delete the lock only after the key file exists: a process that waits for the deleted lock, or creates a
            // new one, finds the key file.
            File.Delete(guard);
        }
        catch (IOException)
        {
            // If an open file cannot be deleted, the last process to close it deletes it.
        }

        return !isThere;
    }

    internal static (List<(string Line, int Number)> Lines, string? Problem) ReadLines(string path)
    {
        try
        {
            if (!File.Exists(path))
                return (
                    [],
                    $"The key file '{path}' is missing. Restore it from the backup: without it the sealed "
                        + "records cannot be opened. For a new store, make one with: (umask 077; openssl rand "
                        + $"-base64 32 > '{path}')"
                );

            if (
                !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & ~OwnerRights) is not UnixFileMode.None and var extra
            )
                return (
                    [],
                    $"The key file '{path}' may be used by others than its owner ({extra}). Run: chmod 600 '{path}'"
                );

            if (new FileInfo(path).Length > MaxBytes)
                return ([], $"The key file '{path}' is larger than {MaxBytes / 1024} KiB; it is not a key file.");

            var lines = File.ReadAllLines(path)
                .Select((line, index) => (Line: line.Trim(), Number: index + 1))
                .Where(l => l.Line.Length > 0 && l.Line[0] != '#')
                .ToList();
            return lines.Count > 0
                ? (lines, null)
                : (
                    [],
                    $"The key file '{path}' holds no key. Restore it from the backup, or for a new store: "
                        + $"openssl rand -base64 32 >> '{path}'"
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], $"The key file '{path}' cannot be read: {e.Message}");
        }
    }

    private static void WriteAndMove(string full)
    {
        var draft = $"{full}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.tmp";
        try
        {
            WriteKey(draft);
            File.Move(draft, full, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    // The operating system releases the lock when its process dies.
    private static FileStream? Hold(string guard, string full)
    {
        const int Tries = 500;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return OwnerOnly.Open(guard, FileMode.OpenOrCreate);
            }
            catch (IOException) when (File.Exists(full))
            {
                return null;
            }
            catch (IOException) when (attempt < Tries)
            {
                SpinWait.SpinUntil(() => File.Exists(full), s_turn);
            }
        }
    }

    private static void WriteKey(string path)
    {
        using var file = OwnerOnly.Open(path, FileMode.CreateNew);
        using var writer = new StreamWriter(file);
        writer.WriteLine(
            "# Seals two-factor records. Keep a backup. To rotate, append a line: openssl rand -base64 32"
        );
        writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealingOptions.KeyBytes)));
        writer.Flush();
        file.Flush(flushToDisk: true);
    }
}
