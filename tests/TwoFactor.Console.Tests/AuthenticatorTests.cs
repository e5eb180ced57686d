using TwoFactor;

namespace ConsoleSample.Tests;

/// <summary>Scanners and authenticator apps that we did not write.</summary>
public sealed class AuthenticatorTests : IDisposable
{
    private readonly Cli _cli = new() { Now = null };

    public void Dispose() => _cli.Dispose();

    [Fact]
    [Trait("Req", "R07")]
    public void The_QR_code_of_a_file_and_of_a_terminal_dark_and_light_scans_to_the_URI()
    {
        var png = Path.Combine(_cli.Folder, "qr.png");
        var uri = Text(_cli.Run("enroll", "alice", "--method", "totp", "--qr", png).Ok(), "uri");
        Assert.Equal(uri, Scan(png));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(png));

        var svg = Path.Combine(_cli.Folder, "qr.svg");
        uri = Text(_cli.Run("enroll", "bob", "--method", "totp", "--qr", svg).Ok(), "uri");
        Tools.Run("rsvg-convert", "librsvg2-bin", "-w", "600", "-o", png, svg);
        Assert.Equal(uri, Scan(png));

        var page = _cli.StartRaw("enroll", "carol", "--method", "totp", "--store", $"sqlite:{_cli.Database}")
            .Finish()
            .Output;
        uri = page.Split('\n').Single(l => l.StartsWith("As a link: ", StringComparison.Ordinal))[
            "As a link: ".Length..
        ];
        foreach (var background in new byte[] { 0, 255 })
        {
            var picture = Path.Combine(_cli.Folder, $"terminal-{background}.pgm");
            File.WriteAllBytes(picture, TerminalPicture.Draw(page, background));
            Assert.Equal(uri, Scan(picture));
        }
    }

    [Fact]
    [Trait("Req", "R08")]
    public void Codes_of_oathtool_are_accepted()
    {
        var pending = _cli.Run("enroll", "alice", "--method", "totp").Ok();
        Assert.Equal(
            "active",
            Text(
                _cli.Run(
                        "confirm",
                        "alice",
                        Text(pending, "factorId"),
                        Tools.Run("oathtool", "oathtool", "--totp", "-b", Text(pending, "secret"))
                    )
                    .Ok(),
                "status"
            )
        );
        Assert.Equal(
            "accepted",
            _cli.Run(
                "verify",
                "alice",
                Tools.Run("oathtool", "oathtool", "--totp", "-b", "-N", "+30 seconds", Text(pending, "secret"))
            ).Code
        );
    }

    [Fact]
    [Trait("Req", "R08")]
    public void Codes_of_KeePassXC_are_accepted()
    {
        var pending = _cli.Run("enroll", "alice", "--method", "totp").Ok();
        var xml = Path.Combine(_cli.Folder, "vault.xml");
        var vault = Path.Combine(_cli.Folder, "vault.kdbx");
        File.WriteAllText(
            xml,
            $"""
            <?xml version="1.0" encoding="UTF-8"?><KeePassFile><Meta><DatabaseName>v</DatabaseName></Meta><Root><Group><Name>Root</Name><Entry>
            <String><Key>Title</Key><Value>phone</Value></String><String><Key>otp</Key><Value>{System.Security.SecurityElement.Escape(
                Text(pending, "uri")
            )}</Value></String>
            </Entry></Group></Root></KeePassFile>
            """
        );
        Tools.Run("keepassxc-cli", "keepassxc", "pass\npass\n", ["import", "-q", "-p", xml, vault]);
        var code = Tools.Run("keepassxc-cli", "keepassxc", "pass\n", ["show", "-q", "-t", vault, "phone"]);
        Assert.Equal("active", Text(_cli.Run("confirm", "alice", Text(pending, "factorId"), code).Ok(), "status"));
    }

    [Theory]
    [Trait("Req", "R02")]
    [InlineData("Sha1", 6, 30)]
    [InlineData("Sha256", 8, 60)]
    [InlineData("Sha512", 7, 15)]
    public void Oathtool_agrees_on_every_algorithm(string algorithm, int digits, int period)
    {
        var secret = Enumerable.Range(0, 32).Select(i => (byte)(i * 7)).ToArray();
        var parameters = new TotpParameters(Enum.Parse<TotpAlgorithm>(algorithm), digits, period);
        foreach (var seconds in new[] { 0L, 1_111_111_109, 2_147_483_648, 4_294_967_296, 20_000_000_000 })
        {
            var theirs = Tools.Run(
                "oathtool",
                "oathtool",
                $"--totp={algorithm}",
                $"--digits={digits}",
                $"--time-step-size={period}",
                $"--now=@{seconds}",
                Convert.ToHexString(secret)
            );
            Assert.Equal(
                theirs,
                Totp.Compute(secret, parameters.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), parameters)
            );
        }
    }

    private static string Scan(string picture) => Tools.Run("zbarimg", "zbar-tools", "-q", "--raw", picture);

    private static string Text(System.Text.Json.Nodes.JsonObject json, string name) => json[name]!.GetValue<string>();
}
