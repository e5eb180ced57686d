using System.Buffers.Binary;
using System.Text;

namespace TwoFactor;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. Every method checks what it reads.</summary>
/// <exception cref="RecordFormatException">The bytes are none of this form.</exception>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private FieldKind _kind;

    /// <summary>The number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Comes to the next field of the group; false at its end.</summary>
    public bool Next()
    {
        var tag = Take(1)[0];
        (Field, _kind) = (tag >> FieldWriter.KindBits, (FieldKind)(tag & ((1 << FieldWriter.KindBits) - 1)));
        return tag != FieldWriter.End;
    }

    public long Number()
    {
        Expect(FieldKind.Number);
        return (long)Varint();
    }

    public int Int32() => Number() is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Bad();

    public bool Flag() => Number() != 0;

    public DateTimeOffset Time()
    {
        Expect(FieldKind.Time);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));
        return ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw Bad();
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>The bytes, or the text in UTF-8; they lie in what is read.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(FieldKind.Bytes);
        var length = Varint();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Bad();
    }

    /// <summary>Enters a group, whose fields come next.</summary>
    public readonly void Group() => Expect(FieldKind.Group);

    /// <summary>Passes over a field that is not known.</summary>
    public void Skip()
    {
        switch (_kind)
        {
            case FieldKind.Number:
                Varint();
                break;
            case FieldKind.Time:
                Take(sizeof(long));
                break;
            case FieldKind.Bytes:
                Bytes();
                break;
            default:
                while (Next())
                    Skip();

                break;
        }
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Bad();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
            throw Bad();

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly void Expect(FieldKind kind)
    {
        if (_kind != kind)
            throw Bad();
    }

    private static RecordFormatException Bad() =>
        new("it ends too early, or has a value of another kind than expected.");
}
