using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace TwoFactor.Docs.Tests;

public sealed partial class SettingTests
{
    public static TheoryData<string> Json => [.. MarkdownBlocks.All.Where(b => b.Language == "json").Select(b => b.Id)];

    public static TheoryData<string> Documents => [.. Repository.Documents];

    [Theory]
    [MemberData(nameof(Json))]
    public void Every_setting_in_a_JSON_snippet_exists_and_binds(string block) =>
        Bind(MarkdownBlocks.All.Single(b => b.Id == block).Text);

    [Theory]
    [InlineData("""{ "TwoFactor": { "Isuer": "Example" } }""")]
    [InlineData("""{ "TwoFactor": { "Sms": { "Regoins": ["JP"] } } }""")]
    [InlineData("""{ "TwoFactor": { "Sms": { "Limits": { "PerDay": "many" } } } }""")]
    public void A_setting_that_does_not_exist_or_does_not_bind_is_found(string json) =>
        Assert.Throws<InvalidOperationException>(() => Bind(json));

    [Fact]
    public void JSON_that_is_none_is_found() =>
        Assert.ThrowsAny<JsonException>(() => Bind("""{ "TwoFactor": { "Issuer": … } }"""));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_setting_that_the_prose_names_exists(string document) =>
        Assert.Empty(
            Name()
                .Matches(Repository.Read(document))
                .Select(m => DocumentedSettings.Problem(m.Groups[1].Value))
                .OfType<string>()
        );

    [Theory]
    [InlineData("TwoFactor:Sms:Limits:PerDay")]
    [InlineData("TwoFactor:Sms:Delivery:Routes:0:Gateways")]
    [InlineData("TwoFactor:Issuer")]
    [InlineData("TwoFactor:Twilio")]
    public void A_name_of_a_setting_is_known(string name) => Assert.Null(DocumentedSettings.Problem(name));

    [Theory]
    [InlineData("TwoFactor:Sms:PerDay")]
    [InlineData("TwoFactor:Limits:PerDay")]
    [InlineData("TwoFactor:Twilio:ApiUrl")]
    public void A_name_that_no_setting_has_is_found(string name) => Assert.NotNull(DocumentedSettings.Problem(name));

    // The sections have classes of their own: each is bound by itself, and the rest of the root to the root's class.
    private static void Bind(string json)
    {
        JsonDocument.Parse(json).Dispose();
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
            .Build();
        var root = configuration.GetSection(DocumentedSettings.Root);
        foreach (var (name, type) in DocumentedSettings.Sections)
            root.GetSection(name).Get(type, Strictly);

        var common = root.AsEnumerable(makePathsRelative: true)
            .Where(e => e.Key.Length > 0 && !DocumentedSettings.Sections.ContainsKey(e.Key.Split(':')[0]));
        new ConfigurationBuilder().AddInMemoryCollection(common).Build().Get<TwoFactorOptions>(Strictly);
    }

    private static void Strictly(BinderOptions options) => options.ErrorOnUnknownConfiguration = true;

    [GeneratedRegex("`(TwoFactor(?::[A-Za-z0-9]+)+)`")]
    private static partial Regex Name();
}
