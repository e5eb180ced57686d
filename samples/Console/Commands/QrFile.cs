using ConsoleSample.Cli;
using TwoFactor;

namespace ConsoleSample.Commands;

/// <summary>The file of <c>--qr</c>. It is checked before anything is enrolled, and only its owner may read it.</summary>
internal sealed class QrFile
{
    private readonly string _path;
    private readonly bool _isSvg;

    private QrFile(string path, bool isSvg)
    {
        _path = path;
        _isSvg = isSvg;
    }

    public static QrFile? Check(string? path)
    {
        if (path is null)
            return null;

        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".svg" or ".png"))
            throw new UsageException($"--qr '{path}' ends neither in .svg nor in .png.");

        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder) ? new QrFile(path, extension == ".svg") : throw new UsageException($"--qr: the folder '{folder}' does not exist. Make it first.");
    }

    public void Write(IQrRenderer renderer, string uri)
    {
        // A file that is there keeps its mode, and a link leads elsewhere: begin anew.
        File.Delete(_path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var file = new FileStream(_path, options);
        file.Write(_isSvg ? System.Text.Encoding.UTF8.GetBytes(renderer.RenderSvg(uri)) : renderer.RenderPng(uri));
    }
}
