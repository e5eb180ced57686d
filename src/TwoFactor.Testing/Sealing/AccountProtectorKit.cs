using System.Buffers;
using System.Text;

namespace TwoFactor.Testing;

/// <summary>The requirements for an account protector.</summary>
/// <param name="open">
/// Makes the protector with its current keys. Called twice, both instances must open each other's records.
/// </param>
/// <param name="openStranger">Makes a protector that has none of those keys.</param>
/// <param name="openRotated">
/// Makes a protector that has those keys and a newer one. Null if the protector does not manage its keys itself.
/// </param>
public sealed class AccountProtectorKit(
    Func<IAccountProtector> open,
    Func<IAccountProtector> openStranger,
    Func<IAccountProtector>? openRotated = null
) : ConformanceKit
{
    private static readonly byte[] s_record = Encoding.UTF8.GetBytes("""{"factors":[{"secret":"GEZDGNBVGY3TQOJQ"}]}""");
    private static readonly byte[] s_owner = Encoding.UTF8.GetBytes("tenant, alice, version 7");

    private protected override string Name => "account protector";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases() =>
        [
            (nameof(What_was_sealed_opens), Now(What_was_sealed_opens)),
            (nameof(Records_of_every_size_open), Now(Records_of_every_size_open)),
            (nameof(Another_instance_opens_it), Now(Another_instance_opens_it)),
            (nameof(It_shows_nothing_of_the_record), Now(It_shows_nothing_of_the_record)),
            (nameof(The_same_record_is_never_sealed_alike), Now(The_same_record_is_never_sealed_alike)),
            (nameof(It_opens_for_its_owner_alone), Now(It_opens_for_its_owner_alone)),
            (nameof(A_bit_that_was_changed_anywhere_keeps_it_shut), Now(A_bit_that_was_changed_anywhere_keeps_it_shut)),
            (nameof(A_record_that_was_cut_or_is_none_stays_shut), Now(A_record_that_was_cut_or_is_none_stays_shut)),
            (nameof(Without_the_key_it_stays_shut), Now(Without_the_key_it_stays_shut)),
            (nameof(What_does_not_open_writes_nothing), Now(What_does_not_open_writes_nothing)),
            (nameof(Several_threads_seal_and_open_at_once), Several_threads_seal_and_open_at_once),
            (nameof(An_older_key_opens_and_is_not_current), Now(An_older_key_opens_and_is_not_current)),
        ];

    private void What_was_sealed_opens()
    {
        var protector = open();
        var box = protector.Seal(s_record, s_owner);
        Expect.Sequence(s_record, Open(protector, box, s_owner), "the opened bytes");
        Expect.That(protector.IsCurrent(box), "what was just sealed is current");
    }

    private void Records_of_every_size_open()
    {
        var protector = open();
        foreach (var size in new[] { 0, 1, 15, 16, 17, 4_096, 1_000_000 })
        {
            var record = new byte[size];
            Array.Fill(record, (byte)size);
            Expect.Sequence(record, Open(protector, protector.Seal(record, s_owner), s_owner), $"{size} opened bytes");
        }
    }

    private void Another_instance_opens_it() =>
        Expect.Sequence(
            s_record,
            Open(open(), open().Seal(s_record, s_owner), s_owner),
            "the bytes that another instance opened"
        );

    private void It_shows_nothing_of_the_record()
    {
        var box = open().Seal(s_record, s_owner);
        Expect.That(
            box.AsSpan().IndexOf(s_record.AsSpan(0, 8)) < 0 && box.AsSpan().IndexOf(s_owner.AsSpan(0, 8)) < 0,
            "the sealed bytes show neither record nor owner"
        );
    }

    private void The_same_record_is_never_sealed_alike()
    {
        var protector = open();
        var seen = Enumerable
            .Range(0, 1_000)
            .Select(_ => Convert.ToHexString(protector.Seal(s_record, s_owner)))
            .ToHashSet(StringComparer.Ordinal);
        Expect.Equal(1_000, seen.Count, "the number of different sealings of one record");

        // Nor may two instances that use a counter start at the same number. Two records under one nonce reveal how
        // they differ.
        byte[] zeros = new byte[64],
            ones = [.. Enumerable.Repeat((byte)255, 64)];
        var (left, right) = (open().Seal(zeros, s_owner), open().Seal(ones, s_owner));
        for (var at = 0; left.Length == right.Length && at + 32 <= left.Length; at++)
            Expect.That(
                Enumerable.Range(at, 32).Any(i => (byte)(left[i] ^ right[i]) != 255),
                "two instances never seal with the same nonce"
            );
    }

    private void It_opens_for_its_owner_alone()
    {
        var protector = open();
        var box = protector.Seal(s_record, s_owner);
        foreach (
            var owner in new[] { "tenant, bob, version 7", "tenant, alice, version 8", "", "tenant, alice, version 7 " }
        )
            Expect.That(
                Problem(protector, box, Encoding.UTF8.GetBytes(owner)) is SealBrokenException,
                $"a record does not open for the owner '{owner}', and throws SealBrokenException"
            );
    }

    private void A_bit_that_was_changed_anywhere_keeps_it_shut()
    {
        var protector = open();
        var box = protector.Seal(s_record, s_owner);
        for (var i = 0; i < box.Length; i++)
        {
            var changed = (byte[])box.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            Shut(protector, changed, s_owner, $"with a bit of byte {i} changed");
        }
    }

    private void A_record_that_was_cut_or_is_none_stays_shut()
    {
        var protector = open();
        var box = protector.Seal(s_record, s_owner);
        foreach (var length in new[] { 0, 1, 12, box.Length / 2, box.Length - 1 })
            Shut(protector, box[..length], s_owner, $"cut to {length} bytes");

        Shut(protector, [.. box, 0], s_owner, "with a byte more");
        Shut(protector, s_record, s_owner, "that was never sealed");
        Expect.That(!protector.IsCurrent([]) && !protector.IsCurrent(s_record), "what was never sealed is not current");
    }

    private void Without_the_key_it_stays_shut()
    {
        var stranger = openStranger();
        var box = open().Seal(s_record, s_owner);
        Expect.That(
            Problem(stranger, box, s_owner) is SealingKeyMissingException,
            "a record whose key is not known throws SealingKeyMissingException: it is whole, and a reset "
                + "must not replace it"
        );
        Expect.That(!stranger.IsCurrent(box), "what another key sealed is not current");
    }

    private void What_does_not_open_writes_nothing()
    {
        var protector = open();
        var box = protector.Seal(s_record, s_owner);
        box[^1] ^= 1;
        var target = new ArrayBufferWriter<byte>();
        TryOpen(protector, box, s_owner, target);
        Expect.Equal(0, target.WrittenCount, "the number of bytes that were written of a record that does not open");
    }

    private Task Several_threads_seal_and_open_at_once(CancellationToken token)
    {
        var protector = open();
        return Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(
                        () =>
                        {
                            byte[] record = [.. s_record, (byte)i];
                            for (var n = 0; n < 500; n++)
                                Expect.Sequence(
                                    record,
                                    Open(protector, protector.Seal(record, s_owner), s_owner),
                                    "the opened bytes"
                                );
                        },
                        token
                    )
                )
        );
    }

    private void An_older_key_opens_and_is_not_current()
    {
        if (openRotated is null)
            return;

        var (old, rotated) = (open(), openRotated());
        var box = old.Seal(s_record, s_owner);
        Expect.Sequence(s_record, Open(rotated, box, s_owner), "what an older key sealed");
        Expect.That(!rotated.IsCurrent(box), "what an older key sealed is not current");
        var anew = rotated.Seal(s_record, s_owner);
        Expect.That(rotated.IsCurrent(anew), "what the newest key sealed is current");
        Expect.That(
            Problem(old, anew, s_owner) is SealingKeyMissingException,
            "a record whose newer key is not known throws SealingKeyMissingException"
        );
    }

    private static byte[] Open(IAccountProtector protector, byte[] box, byte[] owner)
    {
        var target = new ArrayBufferWriter<byte>();
        protector.Open(box, owner, target);
        return target.WrittenSpan.ToArray();
    }

    private static void Shut(IAccountProtector protector, byte[] box, byte[] owner, string how) =>
        Expect.That(
            !TryOpen(protector, box, owner, new ArrayBufferWriter<byte>()),
            $"a record {how} does not open, and throws SealBrokenException or SealingKeyMissingException"
        );

    private static bool TryOpen(IAccountProtector protector, byte[] box, byte[] owner, IBufferWriter<byte> target) =>
        Problem(protector, box, owner, target) is null;

    private static Exception? Problem(
        IAccountProtector protector,
        byte[] box,
        byte[] owner,
        IBufferWriter<byte>? target = null
    )
    {
        try
        {
            protector.Open(box, owner, target ?? new ArrayBufferWriter<byte>());
            return null;
        }
        catch (Exception e) when (e is SealBrokenException or SealingKeyMissingException)
        {
            return e;
        }
    }

    private static Func<CancellationToken, Task> Now(Action run) =>
        _ =>
        {
            run();
            return Task.CompletedTask;
        };
}
