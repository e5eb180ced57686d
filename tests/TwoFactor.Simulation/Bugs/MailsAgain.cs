using TwoFactor.Email.Gateways;

namespace TwoFactor.Simulation.Bugs;

/// <summary>Sends a mail again when the server gave no clear answer.</summary>
internal sealed class MailsAgain(IMailGateway inner) : IMailGateway
{
    public string Name => inner.Name;

    public async ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.SendAsync(message, cancellationToken);
        }
        catch (IOException)
        {
            return await inner.SendAsync(message, cancellationToken);
        }
    }
}
