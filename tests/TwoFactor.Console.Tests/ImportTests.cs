using System.Text;
using System.Text.Json.Nodes;

namespace ConsoleSample.Tests;

/// <summary>
/// A file of secrets: every line is accounted for by its own number, and none of a refused one is repeated.
/// </summary>
[Trait("Req", "R09")]
public sealed class ImportTests : IDisposable
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string Uri = $"otpauth://totp/Old:x?secret={Secret}&issuer=Old";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData($"wendelin;{Uri}", "user,uri")]
    [InlineData($"wendelin\t{Uri}", "user,uri")]
    [InlineData($"wendelin|{Uri}", "user,uri")]
    [InlineData($"wendelin {Uri}", "user,uri")]
    [InlineData(Uri, "user,uri")]
    [InlineData($"\"{Uri}\"", "user,uri")]
    [InlineData(Secret, "user,uri")]
    [InlineData($"wendelin,{Uri},more", "3 columns")]
    [InlineData($"wendelin,otpauth://totp/A,B:x?secret={Secret}", "3 columns")]
    [InlineData($"{Uri},wendelin", "does not start|swapped")]
    [InlineData($"{Uri},{Uri}", "swapped")]
    [InlineData($"OTPAUTH://totp/x?SECRET={Secret},{Uri}", "swapped")]
    [InlineData($"secret={Secret},{Uri}", "swapped")]
    [InlineData($",{Uri}", "user is missing")]
    [InlineData($"\" \",{Uri}", "user is missing")]
    [InlineData($"wendelin,{Secret}", "does not start")]
    [InlineData("wendelin,", "empty")]
    [InlineData($"\"wendelin,{Uri}", "quote")]
    [InlineData($"wendelin,\"{Uri}", "quote")]
    [InlineData($"wendelin,{Uri}\"", "quote")]
    [InlineData($"wen\"delin,{Uri}", "quote")]
    [InlineData($"\"wen\"delin,{Uri}", "quote")]
    [InlineData($"wendelin,otpauth://totp/Old:x?secret={Secret}&amp;digits=8", "HTML")]
    [InlineData($"wendelin,otpauth://totp/Old:x?secret={Secret}1", "position 33")]
    [InlineData($"wen\u202Edelin,{Uri}", "U\\+202E")]
    [InlineData($"wen\u0007delin,{Uri}", "U\\+0007")]
    public void A_line_that_is_not_as_it_should_be_is_refused_by_its_number_and_nothing_of_it_is_repeated(
        string line,
        string expected
    )
    {
        var result = Import($"\nuser,uri\n\nalice,{Uri}\n{line}\n \ncarol,{Uri}\n");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal((7, "[1,2,3,6]"), (result.Json["lines"]!.GetValue<int>(), result.Json["skipped"]!.ToJsonString()));
        Assert.Equal([(4, "alice"), (7, "carol")], Imported(result.Json));
        var refused = Assert.Single(result.Json["refused"]!.AsArray())!.AsObject();
        Assert.Equal(["line", "message"], refused.Select(p => p.Key));
        Assert.Equal(5, refused["line"]!.GetValue<int>());
        Assert.Matches(expected, refused["message"]!.GetValue<string>());
        Assert.Contains("Line 5: ", result.Line(), StringComparison.Ordinal);
        foreach (var secret in new[] { "GEZDGNBV", "wendelin", "Old:x" })
            Assert.DoesNotContain(secret, result.Output + result.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_of_all_systems_a_byte_order_mark_and_spaces_around_fields_are_read(string end)
    {
        string[] lines =
        [
            "\uFEFFUser , URI",
            $" alice , {Uri} ",
            $"\"b,ob\",\"{Uri}\"",
            $"ca\"\"rol",
            $"\"d\"\"ave\",{Uri}",
        ];
        var result = Import(string.Join(end, lines));
        Assert.Equal([(2, "alice"), (3, "b,ob"), (5, "d\"ave")], Imported(result.Json));
        Assert.Equal(4, result.Json["refused"]![0]!["line"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("latin")]
    [InlineData("utf-16")]
    [InlineData("utf-16 without a mark")]
    [InlineData("cut")]
    [InlineData("surrogate")]
    public void What_is_not_UTF_8_is_refused_whole_and_nothing_is_imported(string kind)
    {
        var text = $"alice,{Uri}\nren\u00E9,{Uri}\n";
        byte[] bytes = kind switch
        {
            "latin" => Encoding.Latin1.GetBytes(text),
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "utf-16 without a mark" => Encoding.Unicode.GetBytes($"alice,{Uri}\n"),
            "cut" => [.. Encoding.UTF8.GetBytes($"alice,{Uri}\nren"), 0xC3],
            _ => [.. Encoding.UTF8.GetBytes($"alice,{Uri}\nren"), 0xED, 0xA0, 0x80],
        };
        var result = Import(bytes);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Nothing was imported. Save it as UTF-8.", result.Line(), StringComparison.Ordinal);
        Assert.DoesNotContain("GEZD", result.Output + result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("report").Ok()["users"]!.GetValue<int>());
    }

    [Fact]
    public void Weak_secrets_and_issuers_that_differ_are_told_and_weak_users_are_listed()
    {
        var result = Import(
            $"alice,otpauth://totp/Old:x?secret=GEZDGNBVGY3TQOJQ\nbob,otpauth://totp/Old:x?secret={Secret}&issuer=New\ncarol,{Uri}\n"
        );
        Assert.Equal(0, result.ExitCode);
        var imported = result.Json["imported"]!.AsArray();
        Assert.True(imported[0]!["weak"]!.GetValue<bool>());
        Assert.Contains("80 bits", imported[0]!["warnings"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("issuer", imported[1]!["warnings"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((null, null), (imported[2]!["weak"], imported[2]!["warnings"]));
        Assert.Equal(
            """{"users":3,"enrolled":3,"byMethod":{"totp":3},"locked":0,"weak":["alice"]}""",
            _cli.Run("report").Ok().ToJsonString()
        );
    }

    [Fact]
    public void A_key_URI_in_place_of_the_user_is_refused_and_not_repeated()
    {
        var result = _cli.Run("import", Uri, "--uri", Uri);
        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("GEZD", result.Output + result.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<(int, string)> Imported(JsonObject json) =>
        json["imported"]!.AsArray().Select(i => (i!["line"]!.GetValue<int>(), i["userId"]!.GetValue<string>()));

    private CliResult Import(string text) => Import(Encoding.UTF8.GetBytes(text));

    private CliResult Import(byte[] bytes)
    {
        var file = Path.Combine(_cli.Folder, "old.csv");
        File.WriteAllBytes(file, bytes);
        return _cli.Run("import", "--csv", file);
    }
}
