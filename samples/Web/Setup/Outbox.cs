using System.Text.Json;

namespace WebSample.Setup;

/// <summary>The messages that the development gateway has written.</summary>
public sealed class Outbox(string folder, bool isOpen)
{
    private const int Shown = 20;

    public string Folder { get; } = folder;

    /// <summary>True in the Development environment, unless a real gateway is configured.</summary>
    public bool IsOpen { get; } = isOpen;

    public IReadOnlyList<OutboxMessage> Read() =>
        !IsOpen || !Directory.Exists(Folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(Folder, "*.json")
                    .Where(f => !Path.GetFileName(f).StartsWith('.'))
                    .OrderDescending(StringComparer.Ordinal)
                    .Take(Shown)
                    .Select(f =>
                        JsonSerializer.Deserialize<OutboxMessage>(File.ReadAllBytes(f), JsonSerializerOptions.Web)!
                    ),
            ];
}

/// <summary>A message as the outbox gateway wrote it.</summary>
public sealed record OutboxMessage(string To, string Body, DateTimeOffset SentAt);
