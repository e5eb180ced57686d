namespace TwoFactor;

/// <summary>
/// Draws QR codes, each with the quiet zone of four modules that ISO/IEC 18004 requires. The drawing contains a secret:
/// show it once.
/// </summary>
public interface IQrRenderer
{
    /// <summary>
    /// Draws an SVG document: one path, with title and role for screen readers, black on white whatever the page's
    /// colours. Each module is a whole number of pixels, at least four; the whole image has at least 240 pixels a side.
    /// Show it at its own size, and let it shrink only on narrower screens.
    /// </summary>
    /// <param name="content">
    /// What to encode, usually <see cref="EnrollmentResult.Uri"/>. At most 1,000 characters.
    /// </param>
    /// <param name="title">The text for screen readers. It should not repeat the content.</param>
    /// <exception cref="ArgumentException">The content is empty or too long.</exception>
    string RenderSvg(string content, string title = "QR code for an authenticator app");

    /// <summary>Draws a PNG image, black on white.</summary>
    /// <param name="content">What to encode. At most 1,000 characters.</param>
    /// <param name="pixelsPerModule">The size of a module, 1 to 50 pixels.</param>
    /// <exception cref="ArgumentException">The content is empty or too long, or the size out of range.</exception>
    byte[] RenderPng(string content, int pixelsPerModule = 8);

    /// <summary>
    /// Draws for a terminal, with two modules per character cell. It sets black and white explicitly, from the
    /// 256-colour cube that themes do not change, so it scans on dark and on light terminals. Every line ends with a
    /// colour reset and a line feed.
    /// </summary>
    /// <param name="content">What to encode. At most 1,000 characters.</param>
    /// <exception cref="ArgumentException">The content is empty or too long.</exception>
    string RenderTerminal(string content);
}
