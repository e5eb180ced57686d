using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

public sealed class BucketNamesTests
{
    private const string Newer = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

    [Fact]
    public void A_name_is_short_ascii_and_tells_nothing_of_whom_it_is_about()
    {
        var names = Names("mail", Host.Key);
        var name = names.Of(new string('k', 56), "älice@example.com");
        Assert.True(Ascii.IsValid(name));
        Assert.InRange(name.Length, 1, 96);
        Assert.DoesNotContain("lice", name, StringComparison.Ordinal);
        Assert.Equal("mail:day", names.Of("day"));
    }

    [Fact]
    [Trait("Req", "R16")]
    public void Limits_outlast_a_rotation_of_keys()
    {
        var before = Names("mail", Host.Key).Of("user.hour", "alice");
        Assert.Equal(before, Names("mail", Host.Key, Newer).Of("user.hour", "alice"));
        Assert.NotEqual(before, Names("mail", Newer).Of("user.hour", "alice"));
        Assert.NotEqual(before, Names("mail").Of("user.hour", "alice"));
    }

    [Fact]
    public void Families_kinds_and_values_are_apart()
    {
        var names = Names("mail", Host.Key);
        string[] all =
        [
            names.Of("user.hour", "alice"),
            names.Of("user.hour", "bob"),
            names.Of("user.day", "alice"),
            Names("post", Host.Key).Of("user.hour", "alice"),
        ];
        Assert.Equal(
            all.Length,
            all.Select(n => n[(n.LastIndexOf(':') + 1)..]).Distinct(StringComparer.Ordinal).Count()
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mail")]
    [InlineData("e-mail")]
    [InlineData("a_family_of_17_ch")]
    public void A_family_that_is_no_name_is_an_error(string family) =>
        Assert.Contains(
            "family of buckets",
            Assert.Throws<ArgumentException>(() => Names(family)).Message,
            StringComparison.Ordinal
        );

    private static BucketNames Names(string family, params string[] keys) =>
        new(family, Options.Create(new TwoFactorOptions { Sealing = { Keys = keys } }));
}
