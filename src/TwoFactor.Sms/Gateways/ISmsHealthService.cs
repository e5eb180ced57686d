namespace TwoFactor.Sms;

/// <summary>Tells how the gateways are, for health checks and dashboards.</summary>
public interface ISmsHealthService
{
    /// <summary>Asks every gateway that can be asked, all at once. Nothing is sent.</summary>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>The gateways in the order of their registration.</returns>
    Task<IReadOnlyList<SmsGatewayStatus>> CheckAsync(CancellationToken cancellationToken = default);
}
