namespace TwoFactor;

/// <summary>
/// A text has a refused character; see <see cref="PlainText"/>. <see cref="ArgumentException.ParamName"/> names the
/// field. The message names the character, never the text.
/// </summary>
public sealed class PlainTextException : ArgumentException
{
    private readonly string _message;

    internal PlainTextException(string message, string field)
        : base(message, field) => _message = message;

    /// <summary>A sentence that names the field and the character.</summary>
    public override string Message => _message;
}
