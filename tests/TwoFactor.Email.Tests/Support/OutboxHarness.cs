using System.Text.Json.Nodes;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>The gateway that writes files. Its provider is the folder, which accepts all.</summary>
internal sealed class OutboxHarness : MailGatewayHarness
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outbox").FullName;

    public OutboxHarness() => Gateway = new OutboxMailGateway(_folder);

    public override IMailGateway Gateway { get; }

    public override int Attempts => Directory.GetFiles(_folder).Length;

    public override IReadOnlyList<ArrivedMail> Arrived =>
        [.. Directory.GetFiles(_folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];

    public override Task Hanging => new TaskCompletionSource().Task;

    public override bool SendsHtml => false;

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static ArrivedMail Read(string path)
    {
        var entry = JsonNode.Parse(File.ReadAllText(path))!;
        return new ArrivedMail
        {
            To = (string)entry["to"]!,
            Subject = (string)entry["subject"]!,
            Text = (string)entry["body"]!,
        };
    }
}
