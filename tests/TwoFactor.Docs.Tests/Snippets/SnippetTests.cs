namespace TwoFactor.Docs.Tests;

public sealed class SnippetTests
{
    public static TheoryData<string> CSharp =>
        [.. MarkdownBlocks.All.Where(b => b.Language == "csharp").Select(b => b.Id)];

    [Theory]
    [MemberData(nameof(CSharp))]
    public void A_snippet_of_the_docs_compiles_as_it_stands(string block) =>
        Assert.Equal("", string.Join('\n', SnippetCompiler.Problems(MarkdownBlocks.All.Single(b => b.Id == block))));

    [Theory]
    [InlineData("", "using TwoFactor;\nvar method = FactorMethodNames.Totq;", 2)]
    [InlineData("", "var method = FactorMethodNames.Totp;", 1)]
    [InlineData("", "using TwoFactor;\nusing TwoFactor.Stores;\nvar method = FactorMethodNames.Totp;", 2)]
    [InlineData("given IPolicyService policies", "\nawait policies.SetAsync();", 2)]
    [InlineData("given IPolicyService policies", "var policy = new PolicyChange { Actor = \"eve\" };", 1)]
    [InlineData("", "var app = WebApplication.CreateBuilder(args).Build();", 1)]
    public void A_snippet_that_a_reader_could_not_use_is_named_by_its_line(string context, string text, int line)
    {
        var problem = Assert.Single(SnippetCompiler.Problems(new("guide.md", 1, "csharp", context, text)));
        Assert.StartsWith($"guide.md:{line}: ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Console.WriteLine(args.Length);")]
    [InlineData("", "public sealed class Nothing;")]
    [InlineData("web", "var app = WebApplication.CreateBuilder(args).Build();\nawait app.RunAsync();")]
    [InlineData(
        "given IPolicyService policies",
        "using TwoFactor.Administration;\n\nvar policy = await policies.GetAsync();\nvar isOff = "
            + "policy.Requirement == Requirement.Off;"
    )]
    public void A_snippet_that_a_reader_can_use_passes(string context, string text) =>
        Assert.Empty(SnippetCompiler.Problems(new("guide.md", 1, "csharp", context, text)));

    [Fact]
    public void Code_of_another_language_name_is_not_passed_over() =>
        Assert.DoesNotContain(MarkdownBlocks.All, b => b.Language is "cs" or "c" or "C#");
}
