using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>The registered gateways, in the order in which a message tries them.</summary>
internal sealed class MailGateways
{
    private readonly List<MailGatewayPipeline> _inOrder = [];

    public MailGateways(
        IEnumerable<IMailGateway> gateways,
        IOptions<EmailOptions> options,
        TimeProvider clock,
        ILogger<MailGateways> logger
    )
    {
        foreach (var gateway in gateways)
        {
            if (
                gateway.Name.Length is 0 or > 32
                || !gateway.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            )
                throw new InvalidOperationException(
                    $"The mail gateway {gateway.GetType().Name} is named '{gateway.Name}'. Name it with "
                        + "lower-case ASCII letters, digits and dashes."
                );

            if (_inOrder.Exists(g => g.Name == gateway.Name))
                throw new InvalidOperationException(
                    $"Two mail gateways are named '{gateway.Name}'. Register one of them only."
                );

            _inOrder.Add(new MailGatewayPipeline(gateway, options.Value.Delivery, clock, logger));
        }

        if (_inOrder.Count == 0)
            throw new InvalidOperationException(
                "No mail gateway is registered. Add one, e.g. AddEmail().AddSmtp(…), or AddEmail().AddOutbox(folder) "
                    + "while you develop."
            );
    }

    public IReadOnlyList<MailGatewayPipeline> All => _inOrder;
}
