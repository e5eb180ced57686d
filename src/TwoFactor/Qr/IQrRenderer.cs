namespace TwoFactor;

/// <summary>
/// Draws QR codes. Each drawing has the quiet zone of four modules that ISO/IEC 18004 asks for, and carries a secret:
/// show it once.
/// </summary>
public interface IQrRenderer
{
    /// <summary>
    /// Draws an SVG document: one path, with a title and a role for screen readers, black on white whatever the page's
    /// colours are. Its own width and height are whole pixels a module, at least four, and at least 240 in all: show it
    /// at that size, and let it shrink only where the screen is narrower.
    /// </summary>
    /// <param name="content">
    /// What to encode, usually <see cref="EnrollmentResult.Uri"/>. At most 1,000 characters.
    /// </param>
    /// <param name="title">What a screen reader says. It should not repeat the content.</param>
    /// <exception cref="ArgumentException">The content is empty or too long.</exception>
    string RenderSvg(string content, string title = "QR code for an authenticator app");

    /// <summary>Draws a PNG image, black on white.</summary>
    /// <param name="content">What to encode. At most 1,000 characters.</param>
    /// <param name="pixelsPerModule">The size of a module, 1 to 50 pixels.</param>
    /// <exception cref="ArgumentException">The content is empty or too long, or the size out of range.</exception>
    byte[] RenderPng(string content, int pixelsPerModule = 8);

    /// <summary>
    /// Draws for a terminal: two modules a character cell, with explicit ANSI colours (black and white of the
    /// 256-colour cube, which themes leave alone), so that it scans on dark and on light terminals. Every line ends
    /// with a reset and a line feed.
    /// </summary>
    /// <param name="content">What to encode. At most 1,000 characters.</param>
    /// <exception cref="ArgumentException">The content is empty or too long.</exception>
    string RenderTerminal(string content);
}
