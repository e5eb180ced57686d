using System.Globalization;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

/// <summary>Shows enrolments and recovery codes to a person.</summary>
internal static class Pages
{
    public static void Enrollment(IAnsiConsole console, IQrRenderer? qr, EnrollmentResult result)
    {
        if (qr is not null)
        {
            console.MarkupLine("Scan this with any authenticator app:");
            console.WriteLine();
            Console.Out.Write(qr.RenderTerminal(result.Uri!));
            console.WriteLine();
        }

        // Written raw, because a wrapped line could not be copied.
        Console.Out.WriteLine($"Or type this key into the app: {Group(result.Secret!)}");
        Console.Out.WriteLine($"As a link: {result.Uri}");
        console.MarkupLine($"[dim]It waits for its first code until {result.ExpiresAt:HH:mm:ss} UTC.[/]");
    }

    public static void RecoveryCodes(IAnsiConsole console, IReadOnlyList<string> codes)
    {
        var grid = new Grid().AddColumn().AddColumn();
        for (var i = 0; i < codes.Count; i += 2)
            grid.AddRow(codes[i], i + 1 < codes.Count ? codes[i + 1] : "");

        console.Write(new Panel(grid).Header("Recovery codes").Border(BoxBorder.Rounded));
        console.MarkupLine(
            "Print them or keep them in a password manager: each signs you in [bold]once[/] if the phone is "
                + "lost. They are not shown again."
        );
    }

    public static Table Factors(IEnumerable<FactorInfo> factors)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table
            .AddColumn("Factor", c => c.NoWrap())
            .AddColumns("Method", "Name", "Sent to", "Status", "Created", "Last used");
        foreach (var factor in factors)
            table.AddRow(
                factor.FactorId,
                factor.Method,
                Printable.Markup(factor.Name),
                Printable.Markup(factor.Destination ?? "–"),
                factor.Status.ToString(),
                Time(factor.CreatedAt),
                Time(factor.LastUsedAt)
            );

        return table;
    }

    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "–";

    private static string Group(string secret) => string.Join(' ', secret.Chunk(4).Select(c => new string(c)));
}
