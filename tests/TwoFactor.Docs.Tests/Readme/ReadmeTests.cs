using TwoFactor.Otp;

namespace TwoFactor.Docs.Tests;

public sealed class ReadmeTests(PackedFeed feed)
{
    private const string Readme = "README.md";
    private const int MaxWordsBeforeCode = 80;

    private static MarkdownBlock FirstCode =>
        MarkdownBlocks.All.First(b => b is { Document: Readme, Language: "csharp" });

    [Fact]
    public void At_most_80_words_stand_before_the_first_code()
    {
        var lines = Repository.Read(Readme).ReplaceLineEndings("\n").Split('\n').Take(FirstCode.Line - 2);
        var words = lines.SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Count();
        Assert.InRange(words, 1, MaxWordsBeforeCode);
    }

    [Fact]
    public async Task Whoever_does_in_an_empty_folder_what_it_says_word_for_word_has_a_second_factor()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The commands of README.md are for a Unix shell.");

        using var stranger = new StrangersHome();
        await feed.PackAsync();
        feed.LinkInto(stranger.Clone);

        // The feed is there by now: of these two lines the first has been run.
        Assert.Equal(["eng/pack", NamingOf(Commands("eng/pack"))], Commands("eng/pack"));
        await stranger.RunAsync(stranger.Clone, NamingOf(Commands("eng/pack")));
        await stranger.RunAsync(stranger.Folder, string.Join('\n', Commands("dotnet new console")));
        await File.WriteAllTextAsync(Path.Combine(stranger.Folder, "Program.cs"), FirstCode.Text);

        var (output, exitCode) = await stranger.AnswerAsync(stranger.Folder, "dotnet run", AnswerTo);

        // Not the whole output: it has the secret of the trial.
        Assert.True(exitCode == 0, string.Join('\n', output.Where(l => l.Contains("error", StringComparison.Ordinal))));
        Assert.Equal(10, output.Count(l => l.Length == 19 && l.Split('-').All(g => g.Length == 4)));
        Assert.DoesNotContain(output, l => l.StartsWith("Refused", StringComparison.Ordinal));
    }

    private static string[] Commands(string with) =>
        MarkdownBlocks
            .All.Single(b => b is { Document: Readme, Language: "sh" } && b.Text.Contains(with))
            .Text.Split('\n');

    private static string NamingOf(string[] lines) => lines[^1];

    // The line with the secret, which an authenticator app would have scanned above it.
    private static string? AnswerTo(string line) =>
        line.Length == 32 && Base32.TryDecode(line, out var secret, out _)
            ? Totp.Compute(
                secret,
                TotpParameters.Default.StepAt(TimeProvider.System.GetUtcNow()),
                TotpParameters.Default
            )
            : null;
}
