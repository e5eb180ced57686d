using System.Text.RegularExpressions;

namespace TwoFactor.Docs.Tests;

public sealed partial class NameTests
{
    // Names of ASP.NET Core, EF Core, the AWS SDK and StackExchange.Redis that look like ours.
    private static readonly string[] s_others =
    [
        "AddBearerToken",
        "AddEntityFrameworkStores",
        "AddHealthChecks",
        "AddDataProtection",
        "AddDefaultIdentity",
        "AddErrorDescriber",
        "AddJwtBearer",
        "IAmazonDynamoDB",
        "IConnectionMultiplexer",
        "MapIdentityApi",
        "MapInboundClaims",
        "SignInAsync",
        "UseRequestLocalization",
    ];

    public static TheoryData<string> ForUsers =>
        [
            .. Repository.Documents.Where(d =>
                d == "README.md"
                || d.StartsWith("src/", StringComparison.Ordinal)
                || (
                    d.StartsWith("docs/guides/", StringComparison.Ordinal)
                    && !d.EndsWith("audit-field.md", StringComparison.Ordinal)
                )
            ),
        ];

    [Theory]
    [MemberData(nameof(ForUsers))]
    public void Every_type_and_method_that_the_prose_names_exists(string document) =>
        Assert.Empty(Unknown(Repository.Read(document)));

    [Theory]
    [InlineData("Call `IChallengeService.GetDeliveriesAsync`.", "IChallengeService.GetDeliveriesAsync")]
    [InlineData("Call `PurgeEverythingAsync`.", "PurgeEverythingAsync")]
    [InlineData("Add it with `UseVault(…)`.", "UseVault")]
    [InlineData("Implement `ISmsCourier`.", "ISmsCourier")]
    [InlineData("Show `EnrollmentResult.Warning`.", "EnrollmentResult.Warning")]
    public void A_name_that_nothing_has_is_found(string prose, string name) => Assert.Contains(name, Unknown(prose));

    [Theory]
    [InlineData("Call `IAdministrationService.PurgeAsync` and `AddNotifier<T>()`.")]
    [InlineData("`Requirement.Off`, `EnrollmentResult.Notice`, `AddHealthChecks().AddTwoFactor()`")]
    [InlineData("PurgeEverythingAsync is no code here, and `TwoFactor.Sms` is a package.")]
    [InlineData("```csharp\nawait PurgeEverythingAsync();\n```")]
    public void Names_that_exist_pass(string prose) => Assert.Empty(Unknown(prose));

    private static IEnumerable<string> Unknown(string text)
    {
        var spans = Code().Matches(MarkdownBlocks.Prose(text)).Select(m => m.Value).ToList();
        var alone = spans
            .SelectMany(s => Alone().Matches(s))
            .Select(m => m.Value)
            .Where(n => !PublicNames.Has(n) && !s_others.Contains(n));
        var members = spans
            .SelectMany(s => Member().Matches(s))
            .Select(m => (m.Value, Types: PublicNames.TypesOf(m.Groups[1].Value).ToList(), Name: m.Groups[2].Value))
            .Where(m => m.Types.Count > 0 && !m.Types.Exists(t => PublicNames.HasMember(t, m.Name)))
            .Select(m => m.Value);
        return alone.Concat(members);
    }

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(?:I[A-Z][a-z]\w+|\w+Async|(?:Add|Use|Map|Require)[A-Z]\w+)\b")]
    private static partial Regex Alone();

    [GeneratedRegex(@"\b([A-Z]\w+)\.([A-Z]\w+)\b")]
    private static partial Regex Member();
}
