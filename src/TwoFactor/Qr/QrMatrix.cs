using System.Collections;
using QRCoder;

namespace TwoFactor;

/// <summary>The modules of a QR code, quiet zone included. The matrix is QRCoder's; drawing it is ours.</summary>
internal sealed class QrMatrix
{
    private const int MaxLength = 1_000;

    private readonly List<BitArray> _rows;

    private QrMatrix(List<BitArray> rows) => _rows = rows;

    public int Size => _rows.Count;

    public bool this[int row, int column] => row < Size && _rows[row][column];

    public static QrMatrix Encode(string content, QRCodeGenerator.ECCLevel level = QRCodeGenerator.ECCLevel.M)
    {
        using var data = Generate(content, level);
        return new QrMatrix(data.ModuleMatrix);
    }

    public static QRCodeData Generate(string content, QRCodeGenerator.ECCLevel level = QRCodeGenerator.ECCLevel.M)
    {
        ArgumentException.ThrowIfNullOrEmpty(content);
        if (content.Length > MaxLength)
            throw new ArgumentException(
                $"A QR code is drawn of at most {MaxLength} characters; larger ones do not scan from a screen.",
                nameof(content)
            );

        return QRCodeGenerator.GenerateQrCode(content, level);
    }
}
