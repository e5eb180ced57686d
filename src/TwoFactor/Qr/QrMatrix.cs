using System.Collections;
using QRCoder;

namespace TwoFactor;

/// <summary>The modules of a QR code with its quiet zone. QRCoder makes the matrix; this library draws it.</summary>
internal sealed class QrMatrix
{
    private const int MaxLength = 1_000;

    /// <summary>
    /// A code with more modules is drawn with less redundancy, because larger modules scan better from a screen.
    /// </summary>
    private const int MaxSizeAtM = 60;

    private readonly List<BitArray> _rows;

    private QrMatrix(List<BitArray> rows) => _rows = rows;

    public int Size => _rows.Count;

    public bool this[int row, int column] => row < Size && _rows[row][column];

    public static QrMatrix Encode(string content)
    {
        using var data = Generate(content);
        return new QrMatrix(data.ModuleMatrix);
    }

    public static QrMatrix Encode(string content, QRCodeGenerator.ECCLevel level)
    {
        using var data = Generate(content, level);
        return new QrMatrix(data.ModuleMatrix);
    }

    public static QRCodeData Generate(string content)
    {
        var data = Generate(content, QRCodeGenerator.ECCLevel.M);
        if (data.ModuleMatrix.Count <= MaxSizeAtM)
            return data;

        data.Dispose();
        return Generate(content, QRCodeGenerator.ECCLevel.L);
    }

    private static QRCodeData Generate(string content, QRCodeGenerator.ECCLevel level)
    {
        ArgumentException.ThrowIfNullOrEmpty(content);
        if (content.Length > MaxLength)
            throw new ArgumentException(
                $"A QR code holds at most {MaxLength} characters here; larger ones do not scan from a screen.",
                nameof(content)
            );

        return QRCodeGenerator.GenerateQrCode(content, level);
    }
}
