using TwoFactor.Email;
using TwoFactor.Email.Gateways;

namespace TwoFactor.Simulation;

/// <summary>The mail server.</summary>
internal sealed class SimMailGateway(SimPost post) : IMailGateway
{
    public string Name => "sim-mail";

    public async ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken) =>
        await post.CarryAsync(
            EmailFactor.Method,
            message.To,
            message.Code,
            message.Number,
            message.IsUnconfirmed,
            message.Reference,
            cancellationToken
        ) switch
        {
            SimPostAnswer.NotTaken => MailResult.Rejected(MailFailure.Transient),
            SimPostAnswer.NobodyThere => MailResult.Rejected(MailFailure.Recipient),
            _ => MailResult.Accepted(SimPost.IdOf(post.Messages.Count - 1)),
        };
}
