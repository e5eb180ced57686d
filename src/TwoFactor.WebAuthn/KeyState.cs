using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TwoFactor.WebAuthn;

/// <summary>
/// The state of a factor. Pending: format (1 byte), kind 0, the user's handle (32), the challenge of its creation (32).
/// Enrolled: format, kind 1, the handle (32), flags (1), counter (4), AAGUID (16), length of the credential's id (2),
/// the id, and the rest is the public key in COSE.
/// </summary>
internal sealed class KeyState
{
    public const int HandleBytes = 32;
    public const int ChallengeBytes = 32;

    private const byte Format = 1;
    private const byte Pending = 0;
    private const byte Enrolled = 1;
    private const int HandleAt = 2;
    private const int ChallengeAt = HandleAt + HandleBytes;
    private const int FlagsAt = HandleAt + HandleBytes;
    private const int CounterAt = FlagsAt + 1;
    private const int AaguidAt = CounterAt + sizeof(uint);
    private const int LengthAt = AaguidAt + 16;
    private const int IdAt = LengthAt + sizeof(ushort);

    /// <summary>The user handle: random, and the same for all keys of a user (WebAuthn Level 3 §14.6.1).</summary>
    public required byte[] Handle { get; init; }

    /// <summary>The challenge of the pending registration; null once the key is enrolled.</summary>
    public byte[]? Challenge { get; init; }

    /// <summary>The credential id; empty while the registration is pending.</summary>
    public byte[] Id { get; init; } = [];

    /// <summary>The public key in COSE (RFC 9052).</summary>
    public byte[] PublicKey { get; init; } = [];

    public uint Counter { get; init; }

    public Guid Aaguid { get; init; }

    /// <summary>
    /// Whether the key may be copied to other devices (backup eligible). It never changes (WebAuthn Level 3 §6.1.3).
    /// </summary>
    public bool IsBackupEligible { get; init; }

    public static byte[] Begin(byte[]? handle, out byte[] challenge)
    {
        challenge = RandomNumberGenerator.GetBytes(ChallengeBytes);
        return [Format, Pending, .. handle ?? RandomNumberGenerator.GetBytes(HandleBytes), .. challenge];
    }

    public static KeyState Read(ReadOnlySpan<byte> state)
    {
        if (state.Length >= ChallengeAt + ChallengeBytes && state[0] == Format && state[1] == Pending)
            return new KeyState
            {
                Handle = state.Slice(HandleAt, HandleBytes).ToArray(),
                Challenge = state.Slice(ChallengeAt, ChallengeBytes).ToArray(),
            };

        if (state.Length <= IdAt || state[0] != Format || state[1] != Enrolled)
            throw new TwoFactorStoreException(
                "A WebAuthn factor has an unknown format. Update the library on this machine, or reset the user."
            );

        var length = BinaryPrimitives.ReadUInt16BigEndian(state[LengthAt..]);
        return new KeyState
        {
            Handle = state.Slice(HandleAt, HandleBytes).ToArray(),
            IsBackupEligible = (state[FlagsAt] & AuthenticatorFlags.BackupEligible) != 0,
            Counter = BinaryPrimitives.ReadUInt32BigEndian(state[CounterAt..]),
            Aaguid = new Guid(state.Slice(AaguidAt, 16), bigEndian: true),
            Id = state.Slice(IdAt, length).ToArray(),
            PublicKey = state[(IdAt + length)..].ToArray(),
        };
    }

    public KeyState With(uint counter) =>
        new()
        {
            Handle = Handle,
            Id = Id,
            PublicKey = PublicKey,
            Aaguid = Aaguid,
            IsBackupEligible = IsBackupEligible,
            Counter = counter,
        };

    public byte[] Write()
    {
        var state = new byte[IdAt + Id.Length + PublicKey.Length];
        state[0] = Format;
        state[1] = Enrolled;
        Handle.CopyTo(state.AsSpan(HandleAt));
        state[FlagsAt] = IsBackupEligible ? AuthenticatorFlags.BackupEligible : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(state.AsSpan(CounterAt), Counter);
        Aaguid.TryWriteBytes(state.AsSpan(AaguidAt), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(state.AsSpan(LengthAt), (ushort)Id.Length);
        Id.CopyTo(state.AsSpan(IdAt));
        PublicKey.CopyTo(state.AsSpan(IdAt + Id.Length));
        return state;
    }

    /// <summary>Does not show the key.</summary>
    public override string ToString() => "a WebAuthn key (withheld)";
}
