namespace TwoFactor.Sealing;

/// <summary>
/// Creates files and folders for codes, numbers, records and keys that only their owner can use (mode 0600, folders
/// 0700). Existing ones keep their mode. On Windows the permissions of the folder apply.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderRights = FileRights | UnixFileMode.UserExecute;

    /// <summary>Creates a folder, including missing parent folders.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder above does not let this user write.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // CreateDirectory applies the mode to the last folder only; parents would get the default mode. So each folder
        // is created separately.
        var missing = new Stack<string>();
        for (var folder = Path.GetFullPath(path); !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)!)
            missing.Push(folder);

        foreach (var folder in missing)
            Directory.CreateDirectory(folder, FolderRights);
    }

    /// <summary>Creates an empty file, unless it exists.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
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
            // Another process created it first.
        }
    }

    /// <summary>Opens a file for writing.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="mode">The mode; it must create a missing file.</param>
    /// <param name="access">The access. Default: write only.</param>
    /// <param name="share">The sharing. Default: none while the file is open.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
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
