namespace TwoFactor.Tests;

/// <summary>A gateway that keeps what it was given, and answers as it is told.</summary>
internal sealed class FakeMail(string name) : IMailGateway
{
    public string Name => name;

    public List<MailMessage> Sent { get; } = [];

    public Func<MailMessage, MailResult> Answer { get; set; } = _ => MailResult.Accepted("id");

    public string LastCode => Sent[^1].Code;

    public ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        Sent.Add(message);
        return new(Answer(message));
    }
}
