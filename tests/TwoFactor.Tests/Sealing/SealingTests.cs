using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

[Trait("Req", "R80")]
public sealed class SealingTests
{
    private static readonly string s_old = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly string s_new = Convert.ToBase64String(Enumerable.Repeat((byte)2, 32).ToArray());

    private static AccountKey Alice => new("", "alice");

    [Fact]
    public void What_was_sealed_opens_with_the_same_associated_data_alone()
    {
        var protector = Protector(s_old);
        var envelope = protector.Seal("the record"u8, "alice"u8);
        Assert.Equal("the record", Open(protector, envelope, "alice"));
        Assert.Throws<SealBrokenException>(() => Open(protector, envelope, "bob"));
        Assert.False(
            envelope.AsSpan().SequenceEqual(protector.Seal("the record"u8, "alice"u8)),
            "a nonce was used twice"
        );
    }

    [Fact]
    public void Every_altered_bit_and_every_cut_is_found()
    {
        var protector = Protector(s_old);
        var envelope = protector.Seal("the record"u8, "alice"u8);
        for (var i = 0; i < envelope.Length * 8; i++)
        {
            var altered = envelope.ToArray();
            altered[i / 8] ^= (byte)(1 << (i % 8));
            Assert.ThrowsAny<CryptographicException>(() => Open(protector, altered, "alice"));
        }

        for (var length = 0; length < envelope.Length; length++)
            Assert.Throws<SealBrokenException>(() => Open(protector, envelope[..length], "alice"));
    }

    [Fact]
    public void The_newest_key_seals_and_older_ones_open()
    {
        var before = Protector(s_old);
        var after = Protector(s_old, s_new);
        var envelope = before.Seal("x"u8, "alice"u8);
        Assert.Equal("x", Open(after, envelope, "alice"));
        Assert.False(after.IsCurrent(envelope));
        var renewed = after.Seal("x"u8, "alice"u8);
        Assert.True(after.IsCurrent(renewed));
        Assert.Equal("x", Open(Protector(s_new), renewed, "alice"));
        var e = Assert.Throws<SealingKeyMissingException>(() => Open(Protector(s_new), envelope, "alice"));
        Assert.Contains("not among the configured ones", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "Update the library")]
    [InlineData(1, "reset the user")]
    public async Task A_record_of_another_format_opens_for_nobody_and_a_newer_one_survives_a_reset(
        byte format,
        string expected
    )
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var row = (await host.Store.FindAsync(Alice, default))!;
        var sealedBytes = host.Get<RecordSealer>()
            .Seal(
                format,
                "",
                "alice",
                row.Version + 1,
                static (target, f) =>
                {
                    target.GetSpan(1)[0] = f;
                    target.Advance(1);
                }
            );
        var bent = new AccountRow
        {
            Key = row.Key,
            Version = row.Version + 1,
            Sealed = sealedBytes,
            IsEnrolled = row.IsEnrolled,
            Methods = row.Methods,
            UpdatedAt = row.UpdatedAt,
        };
        Assert.True(await host.Store.TryWriteAsync(bent, row.Version, [], default));

        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.VerifyAsync(user, user.Code(host)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        var request = new ResetRequest
        {
            UserId = "alice",
            Actor = "admin",
            Reason = "lost",
        };
        if (format == 1)
            Assert.Equal(TwoFactorOutcome.Accepted, (await host.Reset.ResetAsync(request)).Outcome);
        else
            await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Reset.ResetAsync(request));

        var kept = (await host.Store.FindAsync(Alice, default))!.Sealed.SequenceEqual(sealedBytes);
        Assert.Equal(format == 3, kept);
    }

    [Fact]
    public async Task A_row_that_is_moved_to_another_user_or_version_does_not_open()
    {
        await using var host = Host.Create();
        await host.EnrollAsync("alice");
        var bob = await host.EnrollAsync("bob");
        await host.VerifyAsync(bob, EnrolledUser.Wrong);
        var alices = (await host.Store.FindAsync(new AccountKey("", "alice"), default))!;
        var bobs = (await host.Store.FindAsync(new AccountKey("", "bob"), default))!;
        await host.Store.TryWriteAsync(
            new AccountRow
            {
                Key = alices.Key,
                Version = alices.Version + 1,
                Sealed = bobs.Sealed,
            },
            alices.Version,
            [],
            default
        );
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.VerifyAsync(bob with { UserId = "alice" }, bob.Code(host))
        );
        Assert.Contains("moved here from another user", e.Message, StringComparison.Ordinal);

        Assert.Equal(alices.Version + 1, bobs.Version);

        // Bob's own earlier record under a later version number.
        await host.Store.TryWriteAsync(
            new AccountRow
            {
                Key = bobs.Key,
                Version = bobs.Version + 1,
                Sealed = bobs.Sealed,
            },
            bobs.Version,
            [],
            default
        );
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.VerifyAsync(bob, bob.Code(host)));
    }

    [Fact]
    public async Task Tenants_do_not_open_each_others_records()
    {
        await using var one = Host.Create(o => o.Tenant = "one");
        var user = await one.EnrollAsync();
        var row = (await one.Store.FindAsync(new AccountKey("one", "alice"), default))!;
        await using var two = Host.Create(o => o.Tenant = "two");
        await two.Store.TryWriteAsync(
            new AccountRow
            {
                Key = new AccountKey("two", "alice"),
                Version = 1,
                Sealed = row.Sealed,
            },
            0,
            [],
            default
        );
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => two.VerifyAsync(user, user.Code(two)));
    }

    [Fact]
    public async Task Reseal_moves_every_record_with_progress_and_then_the_old_key_can_go()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        List<EnrolledUser> users = [];
        await using (var before = With(s_old))
        {
            for (var i = 0; i < 5; i++)
                users.Add(await before.EnrollAsync($"user{i}"));

            await before.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        }

        await using (var both = With(s_old, s_new))
        {
            Assert.True(
                (await both.VerifyAsync(users[0], users[0].Code(both))).Succeeded,
                "old rows open, and a write seals with the new key"
            );
            var seen = new List<ResealProgress>();
            var result = await both.Administration.ResealAsync(new Progress(seen));
            Assert.Equal((5L, 0L), (result.Resealed, result.Left));
            Assert.Equal([5, 4, 3, 2, 1, 0], seen.Select(p => (int)p.Left));
            Assert.Equal(0, (await both.Administration.ResealAsync()).Resealed);
            Assert.True((await both.Audit.VerifyAsync(null)).IsIntact);
        }

        await using var after = With(s_new);
        clock.NextStep();
        Assert.True((await after.VerifyAsync(users[4], users[4].Code(after))).Succeeded);
        Assert.Equal(Requirement.Everyone, (await after.Policy.GetAsync()).Requirement);
        await using var gone = With(s_old);
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => gone.VerifyAsync(users[4], users[4].Code(gone)));

        Host With(params string[] keys) =>
            Host.Create(o => o.Sealing.Keys = [.. keys], b => b.UseStore(_ => store), clock);
    }

    [Fact]
    public void Without_a_key_it_starts_in_development_only_and_says_what_to_do()
    {
        Assert.Empty(new SealingOptions { AllowEphemeralKey = true }.Problems());
        var problem = Assert.Single(new SealingOptions { AllowEphemeralKey = false }.Problems());
        Assert.Contains("TwoFactor:Sealing:KeyFile", problem, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64!", "is not Base64")]
    [InlineData("AAAA", "holds 3 bytes")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "holds 36 bytes")]
    public void A_bad_key_is_named_by_its_place_and_never_repeated(string key, string expected)
    {
        var problem = Assert.Single(new SealingOptions { Keys = [s_old, key] }.Problems());
        Assert.Contains("TwoFactor:Sealing:Keys:1", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key, problem, StringComparison.Ordinal);
        Assert.Contains(
            "repeats",
            Assert.Single(new SealingOptions { Keys = [s_old, s_old] }.Problems()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_key_file_is_made_once_for_its_owner_alone_and_rotates_by_a_line()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.CreateSubdirectory("sub").FullName, "store.key");
            for (var round = 0; round < 20; round++)
            {
                File.Delete(path);
                using var start = new Barrier(8);
                var made = 0;
                var threads = Enumerable
                    .Range(0, 8)
                    .Select(_ => new Thread(() =>
                    {
                        start.SignalAndWait();
                        Interlocked.Add(ref made, SealingKeyFile.TryCreate(path) ? 1 : 0);
                    }))
                    .ToList();
                threads.ForEach(t => t.Start());
                threads.ForEach(t => t.Join());
                Assert.Equal(1, made);
            }

            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
            var (one, problem) = SealingKeys.Read(new SealingOptions { KeyFile = path });
            Assert.Null(problem);
            Assert.Single(one);
            File.AppendAllText(path, $"\n# rotated\n{s_new}\n");
            var (two, _) = SealingKeys.Read(new SealingOptions { KeyFile = path });
            Assert.Equal(
                [Convert.ToHexString(one[0]), Convert.ToHexString(Convert.FromBase64String(s_new))],
                two.Select(Convert.ToHexString)
            );
            if (OperatingSystem.IsWindows())
                return;

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            Assert.Contains(
                "chmod 600",
                Assert.Single(new SealingOptions { KeyFile = path }.Problems()),
                StringComparison.Ordinal
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AesGcmAccountProtector Protector(params string[] keys) =>
        new(new SealingOptions { Keys = [.. keys] }, NullLogger<AesGcmAccountProtector>.Instance);

    private static string Open(AesGcmAccountProtector protector, byte[] envelope, string owner)
    {
        var plaintext = new ArrayBufferWriter<byte>();
        try
        {
            protector.Open(envelope, Encoding.UTF8.GetBytes(owner), plaintext);
        }
        catch (CryptographicException)
        {
            Assert.Equal(0, plaintext.WrittenCount);
            throw;
        }

        return Encoding.UTF8.GetString(plaintext.WrittenSpan);
    }

    private sealed class Progress(List<ResealProgress> seen) : IProgress<ResealProgress>
    {
        public void Report(ResealProgress value) => seen.Add(value);
    }
}
