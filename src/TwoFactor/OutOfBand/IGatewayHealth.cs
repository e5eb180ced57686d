namespace TwoFactor.Methods;

/// <summary>
/// Tells how the gateways of one method are. A method's package registers it as <c>IGatewayHealth</c>; health checks
/// and dashboards ask all that are registered.
/// </summary>
public interface IGatewayHealth
{
    /// <summary>Asks every gateway of the method that can be asked, all at once. Nothing is sent.</summary>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>The gateways in the order of their registration.</returns>
    Task<IReadOnlyList<GatewayStatus>> CheckAsync(CancellationToken cancellationToken = default);
}
