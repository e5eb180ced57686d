namespace TwoFactor.Sealing;

/// <summary>
/// Makes the files and folders that codes, numbers, records and keys are kept in: their owner alone may use them (mode
/// 0600, folders 0700). What is there already keeps its mode. On Windows the folder's own rights hold.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderRights = FileRights | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those above it that are missing.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder above does not let this user write.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // The mode is that of the last folder alone; those above would get the one of other files.
        var missing = new Stack<string>();
        for (var folder = Path.GetFullPath(path); !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!)
            missing.Push(folder);

        foreach (var folder in missing)
            Directory.CreateDirectory(folder, FolderRights);
    }

    /// <summary>Makes an empty file, unless there is one.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not let this user write.</exception>
    public static void EnsureFile(string path)
    {
        if (File.Exists(path))
            return;

        try
        {
            Open(path, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }

    /// <summary>Opens a file for writing.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="mode">A mode that makes the file where it is missing.</param>
    /// <param name="access">Default: write alone.</param>
    /// <param name="share">Default: nobody else meanwhile.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder does not let this user write.</exception>
    public static FileStream Open(
        string path,
        FileMode mode,
        FileAccess access = FileAccess.Write,
        FileShare share = FileShare.None
    )
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileRights;

        return new FileStream(path, options);
    }
}
