namespace TwoFactor.Email;

internal sealed class MailGatewayHealth(MailGateways gateways) : IGatewayHealth
{
    public async Task<IReadOnlyList<GatewayStatus>> CheckAsync(CancellationToken cancellationToken = default) =>
        await Task.WhenAll(gateways.All.Select(g => CheckAsync(g, cancellationToken))).ConfigureAwait(false);

    private static async Task<GatewayStatus> CheckAsync(
        MailGatewayPipeline pipeline,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            Gateway = pipeline.Name,
            IsPassedOver = pipeline.IsBroken,
            Problem = await AskAsync(pipeline.Gateway, cancellationToken).ConfigureAwait(false),
        };

    private static async Task<string?> AskAsync(IMailGateway gateway, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's gateway may throw anything.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"The gateway threw {e.GetType().Name}.";
        }
    }
}
