namespace TwoFactor;

/// <summary>
/// A text holds a character that is refused; see <see cref="PlainText"/>. <see cref="ArgumentException.ParamName"/> is
/// the field. The message names the character and never repeats the text.
/// </summary>
public sealed class PlainTextException : ArgumentException
{
    internal PlainTextException(string message, string field)
        : base(message, field) { }
}
