namespace TwoFactor.Methods;

/// <summary>
/// Reports the health of the gateways of one method. A method's package registers it as <c>IGatewayHealth</c>. Health
/// checks and dashboards use all that are registered.
/// </summary>
public interface IGatewayHealth
{
    /// <summary>Checks all gateways of the method at the same time, where they support it. Sends no message.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>The gateways in the order of their registration.</returns>
    Task<IReadOnlyList<GatewayStatus>> CheckAsync(CancellationToken cancellationToken = default);
}
