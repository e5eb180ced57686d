namespace TwoFactor;

/// <summary>How the value of a field is written, so that a reader can pass over a field that it does not know.</summary>
internal enum FieldKind
{
    /// <summary>A whole number, seven bits a byte, the lowest first; the high bit says that more follow.</summary>
    Number,

    /// <summary>A point in time: eight bytes, the ticks of UTC, big-endian.</summary>
    Time,

    /// <summary>Bytes or UTF-8: the length as a number, and so many bytes.</summary>
    Bytes,

    /// <summary>Fields of its own, up to a zero.</summary>
    Group,
}
