using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>A protector with named keys, newest last, that can be made wrong in one respect.</summary>
internal class WrongProtector(string keys) : IAccountProtector
{
    private const int Header = 1 + 12 + 16;

    private readonly string[] _keys = keys.Split(',');

    public static IReadOnlyDictionary<string, (Func<string, IAccountProtector> Make, string Case)> All { get; } =
        new Dictionary<string, (Func<string, IAccountProtector>, string)>
        {
            ["owner ignored"] = (k => new Ownerless(k), "It_opens_for_its_owner_alone"),
            ["one nonce"] = (k => new OneNonce(k), "The_same_record_is_never_sealed_alike"),
            ["not sealed at all"] = (k => new Plain(k), "It_shows_nothing_of_the_record"),
            ["always current"] = (k => new AlwaysCurrent(k), "An_older_key_opens_and_is_not_current"),
            ["a key for each process"] = (k => new KeyOfItsOwn(k), "Another_instance_opens_it"),
            ["writes before it checks"] = (k => new Hasty(k), "What_does_not_open_writes_nothing"),
            ["a missing key is a broken seal"] = (k => new MissingIsBroken(k), "Without_the_key_it_stays_shut"),
            ["a nonce that each instance counts from nought"] = (
                k => new CountedNonce(k),
                "The_same_record_is_never_sealed_alike"
            ),
            ["other exceptions"] = (k => new OtherExceptions(k), "A_bit_that_was_changed_anywhere_keeps_it_shut"),
        };

    public virtual byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var box = new byte[Header + plaintext.Length];
        box[0] = (byte)_keys[^1][0];
        FillNonce(box.AsSpan(1, 12));
        using var cipher = new AesGcm(Key(_keys[^1]), 16);
        cipher.Encrypt(box.AsSpan(1, 12), plaintext, box.AsSpan(Header), box.AsSpan(13, 16), Owner(associatedData));
        return box;
    }

    public virtual void Open(
        ReadOnlySpan<byte> sealedBytes,
        ReadOnlySpan<byte> associatedData,
        IBufferWriter<byte> plaintext
    )
    {
        if (sealedBytes.Length < Header)
            throw new SealBrokenException("short");

        var first = (char)sealedBytes[0];
        var key = Array.Find(_keys, k => k[0] == first) ?? throw new SealingKeyMissingException("no key");
        var opened = new byte[sealedBytes.Length - Header];
        using var cipher = new AesGcm(Key(key), 16);
        try
        {
            cipher.Decrypt(
                sealedBytes.Slice(1, 12),
                sealedBytes[Header..],
                sealedBytes.Slice(13, 16),
                opened,
                Owner(associatedData)
            );
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SealBrokenException("broken", e);
        }

        plaintext.Write(opened);
    }

    public virtual bool IsCurrent(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length >= Header && sealedBytes[0] == _keys[^1][0];

    protected virtual byte[] Key(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    protected virtual ReadOnlySpan<byte> Owner(ReadOnlySpan<byte> associatedData) => associatedData;

    protected virtual void FillNonce(Span<byte> nonce) => RandomNumberGenerator.Fill(nonce);

    private sealed class Ownerless(string keys) : WrongProtector(keys)
    {
        protected override ReadOnlySpan<byte> Owner(ReadOnlySpan<byte> associatedData) => default;
    }

    private sealed class OneNonce(string keys) : WrongProtector(keys)
    {
        protected override void FillNonce(Span<byte> nonce) => nonce.Fill(7);
    }

    private sealed class Plain(string keys) : WrongProtector(keys)
    {
        public override byte[] Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData) =>
            plaintext.ToArray();

        public override void Open(
            ReadOnlySpan<byte> sealedBytes,
            ReadOnlySpan<byte> associatedData,
            IBufferWriter<byte> plaintext
        ) => plaintext.Write(sealedBytes);
    }

    private sealed class AlwaysCurrent(string keys) : WrongProtector(keys)
    {
        public override bool IsCurrent(ReadOnlySpan<byte> sealedBytes) => true;
    }

    private sealed class KeyOfItsOwn(string keys) : WrongProtector(keys)
    {
        private readonly byte[] _own = RandomNumberGenerator.GetBytes(32);

        protected override byte[] Key(string name) => _own;
    }

    private sealed class Hasty(string keys) : WrongProtector(keys)
    {
        public override void Open(
            ReadOnlySpan<byte> sealedBytes,
            ReadOnlySpan<byte> associatedData,
            IBufferWriter<byte> plaintext
        )
        {
            plaintext.Write(sealedBytes);
            base.Open(sealedBytes, associatedData, plaintext);
        }
    }

    private sealed class MissingIsBroken(string keys) : WrongProtector(keys)
    {
        public override void Open(
            ReadOnlySpan<byte> sealedBytes,
            ReadOnlySpan<byte> associatedData,
            IBufferWriter<byte> plaintext
        )
        {
            try
            {
                base.Open(sealedBytes, associatedData, plaintext);
            }
            catch (SealingKeyMissingException e)
            {
                throw new SealBrokenException("broken", e);
            }
        }
    }

    private sealed class CountedNonce(string keys) : WrongProtector(keys)
    {
        private int _count;

        protected override void FillNonce(Span<byte> nonce) =>
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(nonce, _count++);
    }

    private sealed class OtherExceptions(string keys) : WrongProtector(keys)
    {
        public override void Open(
            ReadOnlySpan<byte> sealedBytes,
            ReadOnlySpan<byte> associatedData,
            IBufferWriter<byte> plaintext
        )
        {
            try
            {
                base.Open(sealedBytes, associatedData, plaintext);
            }
            catch (SealBrokenException e)
            {
                throw new FormatException("odd", e);
            }
        }
    }
}
