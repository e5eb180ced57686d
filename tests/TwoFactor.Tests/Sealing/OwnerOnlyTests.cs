using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Files with codes, numbers, records or keys are their owner's alone.</summary>
[Trait("Req", "R94")]
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("two-factor-");

    public OwnerOnlyTests()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no modes.");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_database_its_log_its_index_and_its_folder()
    {
        var path = Path.Combine(_folder.FullName, "new", "two-factor.db");
        await using (var host = Host.Create(build: b => b.UseSqlite(path)))
        {
            await host.EnrollAsync();
            AssertOwnersAlone(Path.GetDirectoryName(path)!, 3);
        }

        AssertOwnersAlone(Path.GetDirectoryName(path)!, 1);
    }

    [Fact]
    public async Task The_outbox_and_what_is_in_it()
    {
        var outbox = Path.Combine(_folder.FullName, "a", "outbox");
        await using var host = Host.Create(build: b => b.AddSms(o => o.Regions = ["JP"]).AddOutbox(outbox));
        var result = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = SmsFactor.Method,
                Input = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [SmsInput.PhoneNumber] = "090-1234-5678",
                    [SmsInput.Region] = "JP",
                },
                Proof = host.Proof(),
            }
        );
        Assert.True(result.Succeeded);
        AssertOwnersAlone(outbox, 1);
        Assert.Equal(Folder700, File.GetUnixFileMode(Path.GetDirectoryName(outbox)!));
    }

    [Fact]
    public void The_key_file_and_its_folder()
    {
        var path = Path.Combine(_folder.FullName, "keys", "two-factor.key");
        Assert.True(SealingKeyFile.TryCreate(path));
        AssertOwnersAlone(Path.GetDirectoryName(path)!, 1);
    }

    [Fact]
    public void What_is_there_keeps_its_mode_and_its_content()
    {
        var path = Path.Combine(_folder.FullName, "shared");
        File.WriteAllText(path, "content");
        var mode = File600 | UnixFileMode.GroupRead;
        File.SetUnixFileMode(path, mode);
        OwnerOnly.EnsureFile(path);
        OwnerOnly.CreateFolder(_folder.FullName);
        Assert.Equal((mode, "content"), (File.GetUnixFileMode(path), File.ReadAllText(path)));
    }

    private static void AssertOwnersAlone(string folder, int files)
    {
        Assert.Equal(Folder700, File.GetUnixFileMode(folder));
        var found = Directory.GetFiles(folder);
        Assert.Equal(files, found.Length);
        Assert.All(found, f => Assert.Equal(File600, File.GetUnixFileMode(f)));
    }
}
