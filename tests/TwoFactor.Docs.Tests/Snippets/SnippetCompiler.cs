using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TwoFactor.Docs.Tests;

/// <summary>Compiles a snippet as a reader's project would, and says what is wrong with it.</summary>
internal static class SnippetCompiler
{
    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly string[] s_console =
    [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Linq",
        "System.Net.Http",
        "System.Threading",
        "System.Threading.Tasks",
    ];

    private static readonly string[] s_web =
    [
        .. s_console,
        "System.Net.Http.Json",
        "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    // Only the fields that a snippet is given may use what it does not show itself.
    private static readonly string[] s_fields =
    [
        .. s_web,
        "TwoFactor",
        "TwoFactor.Administration",
        "TwoFactor.AspNetCore",
        "TwoFactor.Email",
        "TwoFactor.Email.Gateways",
        "TwoFactor.Methods",
        "TwoFactor.Otp",
        "TwoFactor.Sealing",
        "TwoFactor.Sms",
        "TwoFactor.Sms.Gateways",
        "TwoFactor.Stores",
        "TwoFactor.WebAuthn",
    ];

    // An example may await nothing, leave a local unused, or show a field that others set; and packages may be built
    // against older versions of an assembly.
    private static readonly string[] s_allowed =
    [
        "CS0169",
        "CS0219",
        "CS0649",
        "CS1591",
        "CS1701",
        "CS1702",
        "CS1998",
        "CS8321",
    ];

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(f => Path.GetFileNameWithoutExtension(f) != typeof(SnippetCompiler).Assembly.GetName().Name)
            .Select(f => MetadataReference.CreateFromFile(f)),
    ];

    // The guide to stores points to it, and uses it. Its project names the usings of its file.
    private static readonly SyntaxTree s_sampleStore = Parse(
        string.Concat(
            XDocument
                .Load(Repository.PathOf("samples/CustomStore/CustomStore.csproj"))
                .Descendants("Using")
                .Select(u => $"using {u.Attribute("Include")!.Value};\n")
        ) + Repository.Read("samples/CustomStore/JsonFileStore.cs"),
        "samples/CustomStore/JsonFileStore.cs"
    );

    /// <summary>Errors, warnings, and usings that nothing needs, each with its line in the document.</summary>
    public static IReadOnlyList<string> Problems(MarkdownBlock block)
    {
        var context = SnippetContext.Parse(block.Context);
        var implicitUsings = string.Concat((context.IsWeb ? s_web : s_console).Select(n => $"global using {n};\n"));
        var snippet = Parse(Numbered(block.Line, block) + block.Text);
        SyntaxTree[] trees = context.Given is { } given
            ? [InMethod(block), Parse(Fields(given)), Parse(implicitUsings), .. Classes(block), s_sampleStore]
            : [snippet, Parse(implicitUsings), .. Classes(block), s_sampleStore];
        var isProgram = context.Given is null && IsProgram(snippet);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            trees,
            s_references,
            new(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        return
        [
            .. compilation
                .GetDiagnostics()
                .Where(d => d.Severity >= DiagnosticSeverity.Warning || IsUnusedUsing(d, trees[0]))
                .Where(d => !s_allowed.Contains(d.Id))
                .Select(d => $"{PlaceOf(d)}: {d.Id} {d.GetMessage()}"),
        ];
    }

    private static string PlaceOf(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}:{place.StartLinePosition.Line + 1}";
    }

    private static bool IsUnusedUsing(Diagnostic diagnostic, SyntaxTree snippet) =>
        diagnostic.Id == "CS8019" && diagnostic.Location.SourceTree == snippet;

    // A class that one snippet of a document shows is there for the others.
    private static IEnumerable<SyntaxTree> Classes(MarkdownBlock block) =>
        MarkdownBlocks
            .All.Where(b => b.Document == block.Document && b.Language == block.Language && b.Line != block.Line)
            .Where(b => SnippetContext.Parse(b.Context).Given is null)
            .Select(b => Parse(Numbered(b.Line, b) + b.Text))
            .Where(t => !IsProgram(t));

    private static bool IsProgram(SyntaxTree tree) =>
        tree.GetCompilationUnitRoot().Members.Any(SyntaxKind.GlobalStatement);

    // The snippet's own usings go before the class that its statements are put into.
    private static SyntaxTree InMethod(MarkdownBlock block)
    {
        var lines = block.Text.Split('\n');
        var usings = lines
            .TakeWhile(l => l.Length == 0 || l.StartsWith("using ", StringComparison.Ordinal) && !l.Contains('='))
            .Count();
        return Parse(
            $$"""
            {{Numbered(block.Line, block)}}{{string.Join('\n', lines[..usings])}}
            internal sealed class Snippet : Given
            {
                public async Task RunAsync()
                {
            {{Numbered(block.Line + usings, block)}}{{string.Join('\n', lines[usings..])}}
                }
            }
            """
        );
    }

    private static string Fields(IEnumerable<string> given) =>
        string.Concat(s_fields.Select(n => $"using {n};\n"))
        + $"internal abstract class Given {{ {string.Concat(given.Select(f => $"protected {f} = default!; "))}}}";

    private static string Numbered(int line, MarkdownBlock block) => $"#line {line} \"{block.Document}\"\n";

    private static SyntaxTree Parse(string text, string path = "") => CSharpSyntaxTree.ParseText(text, s_parsing, path);
}
