using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor;

namespace ConsoleSample.Tests;

/// <summary>
/// QR codes at the size that pages show them, read by decoders that we did not write: zbar, jsQR and zxing-cpp.
/// </summary>
public sealed class QrTests : IDisposable
{
    // eng/qr sets it to 1,000.
    private const string CountVariable = "TWOFACTOR_QR_CODES";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("two-factor-qr-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Trait("Req", "R09")]
    public void Three_decoders_read_every_URI_at_the_size_that_pages_show()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? "24", CultureInfo.InvariantCulture);
        var random = new Random(12);
        using var services = new ServiceCollection().AddTwoFactor().Services.BuildServiceProvider();
        var qr = services.GetRequiredService<IQrRenderer>();
        for (var i = 0; i < count; i++)
        {
            var uri = NextUri(random, (double)i / count);
            var name = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{i}-{uri.Length}"));
            File.WriteAllText($"{name}-svg.txt", uri);
            File.WriteAllText($"{name}-png.txt", uri);
            File.WriteAllText($"{name}.svg", qr.RenderSvg(uri));
            Tools.Run("rsvg-convert", "librsvg2-bin", "-o", $"{name}-svg.png", $"{name}.svg");
            File.WriteAllBytes($"{name}-png.png", qr.RenderPng(uri, 4));
            foreach (var kind in new[] { "svg", "png" })
            {
                // Without QR codes alone zbar sees a bar code in one of a thousand, beside what it reads.
                string[] options = ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", $"{name}-{kind}.png"];
                Assert.True(uri == Tools.Run("zbarimg", "zbar-tools", options), $"zbar: {i} {kind}");
            }
        }

        var decoders = Path.Combine(Root(), "eng", "qr-decoders");
        if (!Directory.Exists(Path.Combine(decoders, "node_modules")))
            Assert.Skip("jsQR and zxing-cpp are not installed. Run: npm ci --prefix eng/qr-decoders, or run eng/test.");

        Assert.Equal("", Tools.Run("node", "nodejs", Path.Combine(decoders, "decode.mjs"), _folder.FullName));
    }

    // From short names to the longest that a key URI takes, of all scripts.
    private static string NextUri(Random random, double size)
    {
        string[] scripts =
        [
            "abcdefghijklmnopqrstuvwxyz.-_0123456789",
            "é ü ß ø",
            "株式会社山田太郎",
            "алиса",
            "👩👨🎉",
        ];
        var issuer = OtpAuthUri.ToLabel(Text(scripts[random.Next(scripts.Length)], 1 + (int)(size * 60)));
        var account = OtpAuthUri.ToLabel(Text(scripts[random.Next(scripts.Length)], 1 + (int)(size * 300)));
        var secret = new byte[random.Next(16, 65)];
        random.NextBytes(secret);
        return new OtpAuthUri(issuer, account, secret, TotpParameters.Default).ToUri();

        string Text(string alphabet, int length)
        {
            var runes = alphabet.EnumerateRunes().ToArray();
            var text = new StringBuilder("x");
            for (var i = 1; i < length; i++)
                text.Append(runes[random.Next(runes.Length)]);

            return text.Append('x').ToString();
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwoFactor.sln")))
            folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;

        return folder;
    }
}
