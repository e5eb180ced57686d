using System.Security.Cryptography;

namespace TwoFactor.Sealing;

/// <summary>A file of keys, one a line in Base64, newest last, readable by its owner alone.</summary>
public static class SealingKeyFile
{
    private const int MaxBytes = 64 * 1024;
    private const UnixFileMode OwnerRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Makes a key file with one fresh key and mode 0600, unless there is a file already. Several processes may try at
    /// once: one wins, and the others find the winner's whole file.
    /// </summary>
    /// <param name="path">The file; its folder is made if missing.</param>
    /// <returns>True if the file was made, false if it was there.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not let this user write.</exception>
    public static bool TryCreate(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        OwnerOnly.CreateFolder(Path.GetDirectoryName(full)!);
        if (File.Exists(full))
            return false;

        // A move that must not overwrite looks first and then moves: two could move. Whoever holds the lock moves
        // alone.
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
            // Only now that the file is there: whoever still waits for the deleted lock, or makes a new one, finds it.
            File.Delete(guard);
        }
        catch (IOException)
        {
            // Where a file that is open cannot be deleted, the last one to let go deletes it.
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

    // The system lets go of it when its process dies.
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
