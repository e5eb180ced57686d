using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace TwoFactor;

/// <summary>
/// Writes a record field by field: a byte with the number of the field (1 to 63) and the kind of its value, and the
/// value. Default values are not written. A zero ends a group, and the record.
/// </summary>
internal ref struct FieldWriter(IBufferWriter<byte> target)
{
    public const int KindBits = 2;
    public const byte End = 0;

    private const int MostOfNumber = 10;

    private Span<byte> _free = target.GetSpan();
    private int _used;

    public void Number(int field, long value)
    {
        if (value == 0)
            return;

        Begin(field, FieldKind.Number, MostOfNumber);
        Varint((ulong)value);
    }

    /// <summary>A number that is written even if it is zero; none if it is null.</summary>
    public void NumberOrNull(int field, int? value)
    {
        if (value is not { } number)
            return;

        Begin(field, FieldKind.Number, MostOfNumber);
        Varint((ulong)(long)number);
    }

    public void Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public void Time(int field, DateTimeOffset? value)
    {
        if (value is not { } time)
            return;

        Begin(field, FieldKind.Time, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_free[_used..], time.UtcTicks);
        _used += sizeof(long);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Begin(field, FieldKind.Bytes, MostOfNumber + value.Length);
        Varint((ulong)value.Length);
        value.CopyTo(_free[_used..]);
        _used += value.Length;
    }

    public void Text(int field, string? value)
    {
        if (value is null)
            return;

        var length = Encoding.UTF8.GetByteCount(value);
        Begin(field, FieldKind.Bytes, MostOfNumber + length);
        Varint((ulong)length);
        _used += Encoding.UTF8.GetBytes(value, _free[_used..]);
    }

    /// <summary>Begins a group. <see cref="EndGroup"/> ends it.</summary>
    public void Group(int field) => Begin(field, FieldKind.Group, 0);

    public void EndGroup()
    {
        Ensure(1);
        _free[_used++] = End;
    }

    /// <summary>Ends the record.</summary>
    public void Finish()
    {
        EndGroup();
        target.Advance(_used);
        _used = 0;
    }

    private void Begin(int field, FieldKind kind, int most)
    {
        Ensure(1 + most);
        _free[_used++] = (byte)((field << KindBits) | (int)kind);
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _free[_used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _free[_used++] = (byte)value;
    }

    private void Ensure(int bytes)
    {
        if (_free.Length - _used >= bytes)
            return;

        target.Advance(_used);
        _used = 0;
        _free = target.GetSpan(bytes);
    }
}
