using TwoFactor.Email.Gateways;

namespace TwoFactor.Proof;

/// <summary>A mailbox in memory.</summary>
internal sealed class ProofMail : IMailGateway
{
    public string Name => "proof";

    public string LastCode { get; private set; } = "";

    public ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        LastCode = message.Code;
        return new(MailResult.Accepted("1"));
    }
}
