using System.Globalization;
using System.Security;
using System.Text;
using QRCoder;

namespace TwoFactor;

internal sealed class QrRenderer : IQrRenderer
{
    private const string Black = "16";
    private const string White = "231";

    // Decoders fail below three pixels per module, and with modules of unequal width.
    private const int MinPixelsPerModule = 4;
    private const int MinPixels = 240;

    public string RenderSvg(string content, string title = "QR code for an authenticator app")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        var matrix = QrMatrix.Encode(content);
        var pixels = matrix.Size * Math.Max(MinPixelsPerModule, (MinPixels + matrix.Size - 1) / matrix.Size);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{pixels}\" height=\"{pixels}\" "
                + $"viewBox=\"0 0 {matrix.Size} {matrix.Size}\">"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<title>{SecurityElement.Escape(title)}</title>");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
        for (var row = 0; row < matrix.Size; row++)
            AppendRuns(svg, matrix, row);

        return svg.Append("\"/></svg>").ToString();
    }

    public byte[] RenderPng(string content, int pixelsPerModule = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerModule, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixelsPerModule, 50);
        using var data = QrMatrix.Generate(content);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(pixelsPerModule);
    }

    public string RenderTerminal(string content)
    {
        // The lowest redundancy: a screen has no smudges, and the drawing must fit the window.
        var matrix = QrMatrix.Encode(content, QRCodeGenerator.ECCLevel.L);
        var text = new StringBuilder();
        for (var row = 0; row < matrix.Size; row += 2)
        {
            string? colours = null;
            for (var column = 0; column < matrix.Size; column++)
            {
                // The half block shows the foreground colour in the cell's upper half, the background colour in its
                // lower half.
                var next = $"\x1b[38;5;{Colour(matrix[row, column])};48;5;{Colour(matrix[row + 1, column])}m";
                if (next != colours)
                    text.Append(colours = next);

                text.Append('▀');
            }

            text.Append("\x1b[0m\n");
        }

        return text.ToString();
    }

    private static string Colour(bool isDark) => isDark ? Black : White;

    private static void AppendRuns(StringBuilder svg, QrMatrix matrix, int row)
    {
        for (var column = 0; column < matrix.Size; column++)
        {
            if (!matrix[row, column])
                continue;

            var start = column;
            while (column < matrix.Size && matrix[row, column])
                column++;

            svg.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{column - start}v1h-{column - start}z");
        }
    }
}
