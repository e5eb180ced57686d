using System.Text;
using ConsoleSample.Cli;
using TwoFactor;

namespace ConsoleSample.Commands;

/// <summary>
/// The file of <c>--qr</c>. It is opened before anything is enrolled, readable by its owner only, and deleted if
/// nothing was written.
/// </summary>
internal sealed class QrFile : IDisposable
{
    private readonly FileStream _file;
    private readonly bool _isSvg;
    private bool _isWritten;

    private QrFile(FileStream file, bool isSvg)
    {
        _file = file;
        _isSvg = isSvg;
    }

    public static QrFile? Open(string? path)
    {
        if (path is null)
            return null;

        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".svg" or ".png"))
            throw new UsageException($"--qr '{path}' ends neither in .svg nor in .png.");

        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
            throw new UsageException($"--qr: the folder '{folder}' does not exist. Make it first.");

        try
        {
            // An existing file would keep its mode, and a symbolic link would lead elsewhere. So delete it first.
            File.Delete(path);
            return new QrFile(OwnerOnly.Open(path, FileMode.CreateNew), extension == ".svg");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--qr: '{path}' cannot be written: {e.Message}");
        }
    }

    public void Write(IQrRenderer renderer, string uri)
    {
        _file.Write(_isSvg ? Encoding.UTF8.GetBytes(renderer.RenderSvg(uri)) : renderer.RenderPng(uri));
        _isWritten = true;
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_isWritten)
            File.Delete(_file.Name);
    }
}
