namespace TwoFactor.Sms;

internal sealed class SmsGatewayHealth(SmsGateways gateways) : IGatewayHealth
{
    public async Task<IReadOnlyList<GatewayStatus>> CheckAsync(CancellationToken cancellationToken = default) =>
        await Task.WhenAll(gateways.All.Select(g => CheckAsync(g, cancellationToken))).ConfigureAwait(false);

    private static async Task<GatewayStatus> CheckAsync(
        SmsGatewayPipeline pipeline,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            Gateway = pipeline.Name,
            IsPassedOver = pipeline.IsBroken,
            Problem = await AskAsync(pipeline.Gateway, cancellationToken).ConfigureAwait(false),
        };

    private static async Task<string?> AskAsync(ISmsGateway gateway, CancellationToken cancellationToken)
    {
        if (gateway is not ISmsGatewayHealth health)
            return null;

        try
        {
            return await health.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A third-party gateway may throw anything.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"The gateway threw {e.GetType().Name}.";
        }
    }
}
