namespace WebSample.Setup;

/// <summary>A message as the outbox gateway wrote it.</summary>
public sealed record OutboxMessage(string To, string Body, DateTimeOffset SentAt);
