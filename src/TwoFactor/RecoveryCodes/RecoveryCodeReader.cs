namespace TwoFactor;

/// <summary>
/// Reads a recovery code as typed, or as pasted from the list with its number: <c>1. XXXX-XXXX-XXXX-XXXX</c>. A text
/// with two different codes, or one that can be split in two ways, is not a code.
/// </summary>
internal static class RecoveryCodeReader
{
    private const int Groups = RecoveryCode.Length / RecoveryCode.GroupLength;
    private const int MaxOnStack = 128;

    // A line of a list, or the whole list. The answer of a security key is longer: what is random in it often looks
    // like a code.
    private const int MaxLength = 256;

    public static bool TryRead(ReadOnlySpan<char> typed, Span<byte> code)
    {
        if (typed.Length > MaxLength)
            return false;

        var text = typed.Length <= MaxOnStack ? stackalloc char[MaxOnStack] : new char[typed.Length];
        text = text[..ReadAll(typed, text)];
        return TryReadWhole(text, code)
            || Find(text, code, needsDashes: true) switch
            {
                0 => Find(text, code, needsDashes: false) == 1,
                var found => found == 1,
            };
    }

    private static int ReadAll(ReadOnlySpan<char> typed, Span<char> text)
    {
        var count = 0;
        while (!typed.IsEmpty)
        {
            var c = TypedCode.Take(ref typed);
            if (c != TypedCode.Invisible)
                text[count++] = RecoveryCode.Read(c);
        }

        return count;
    }

    private static bool TryReadWhole(ReadOnlySpan<char> text, Span<byte> code)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (TypedCode.IsDropped(c))
                continue;

            if (count == RecoveryCode.Length || !RecoveryCode.IsOfAlphabet(c))
                return false;

            code[count++] = (byte)c;
        }

        return count == RecoveryCode.Length;
    }

    /// <summary>Counts the different codes in a text, up to 2, and returns the first one.</summary>
    private static int Find(ReadOnlySpan<char> text, Span<byte> code, bool needsDashes)
    {
        Span<byte> next = stackalloc byte[RecoveryCode.Length];
        var found = 0;
        for (var start = 0; start < text.Length; start += LengthOfRun(text[start..]))
        {
            if (!TryReadGroups(text[start..], next, needsDashes))
                continue;

            if (found == 0)
                next.CopyTo(code);
            else if (!code[..RecoveryCode.Length].SequenceEqual(next))
                return 2;

            found = 1;
        }

        return found;
    }

    // A code is one run of sixteen characters, or four runs of four with only dashes and spaces between them.
    private static bool TryReadGroups(ReadOnlySpan<char> text, Span<byte> code, bool needsDashes)
    {
        var length = LengthOfRun(text);
        if (length == RecoveryCode.Length && char.IsAsciiLetterOrDigit(text[0]))
            return TryReadWhole(text[..length], code);

        for (var group = 0; group < Groups; group++)
        {
            if (group > 0)
            {
                var gap = text.IndexOfAnyExcept(TypedCode.Dash, TypedCode.Space);
                if (gap <= 0 || (needsDashes && !text[..gap].Contains(TypedCode.Dash)))
                    return false;

                text = text[gap..];
            }

            length = LengthOfRun(text);
            if (length != RecoveryCode.GroupLength || !IsOfAlphabet(text[..length]))
                return false;

            for (var i = 0; i < length; i++)
                code[(group * RecoveryCode.GroupLength) + i] = (byte)text[i];

            text = text[length..];
        }

        return true;
    }

    private static bool IsOfAlphabet(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!RecoveryCode.IsOfAlphabet(c))
                return false;
        }

        return true;
    }

    /// <summary>
    /// The number of letters and digits at the start of a text; 1 if it starts with another character, to skip it.
    /// </summary>
    private static int LengthOfRun(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetterOrDigit(text[length]))
            length++;

        return Math.Max(1, length);
    }
}
