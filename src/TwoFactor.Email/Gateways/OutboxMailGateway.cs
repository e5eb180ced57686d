using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwoFactor.Email;

/// <summary>
/// Sends nothing: writes each message to a file of its own, for development, tests and demonstrations.
/// </summary>
internal sealed partial class OutboxMailGateway(string folder) : IMailGateway
{
    private static readonly EntryJson s_json = new(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public string Name => "outbox";

    public async ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        OwnerOnly.CreateFolder(folder);
        var name = $"{message.SentAt.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}-{id}.json";
        var entry = new Entry(message.To, message.Subject, message.Text, message.SentAt.UtcDateTime);

        // Write under a hidden name first: a program that watches the folder then sees complete files only. What is
        // begun is finished, so that no half of a file stays behind.
        var hidden = Path.Combine(folder, $".{name}");
        var file = OwnerOnly.Open(hidden, FileMode.CreateNew);
        await using (file.ConfigureAwait(false))
            await JsonSerializer
                .SerializeAsync(file, entry, s_json.Entry, CancellationToken.None)
                .ConfigureAwait(false);

        File.Move(hidden, Path.Combine(folder, name));
        return MailResult.Accepted(id);
    }

    internal sealed class Entry(string to, string subject, string body, DateTime sentAt)
    {
        public string To { get; } = to;

        public string Subject { get; } = subject;

        public string Body { get; } = body;

        public DateTime SentAt { get; } = sentAt;
    }

    [JsonSerializable(typeof(Entry))]
    internal sealed partial class EntryJson : JsonSerializerContext;
}
