using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Checks that the store answers, that the policy can be decrypted, and that gateways can send. The result contains
/// nothing about users.
/// </summary>
internal sealed class TwoFactorHealthCheck(IPolicyService policies, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var policy = await policies.GetAsync(cancellationToken).ConfigureAwait(false);
            var checks = services.GetServices<IGatewayHealth>().Select(h => h.CheckAsync(cancellationToken));
            var gateways = (await Task.WhenAll(checks).ConfigureAwait(false)).SelectMany(g => g).ToList();
            var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["policyVersion"] = policy.Version };
            foreach (var gateway in gateways)
                data[$"gateway:{gateway.Gateway}"] =
                    gateway.Problem ?? (gateway.IsPassedOver ? "passed over" : "healthy");

            if (gateways.Count == 0 || gateways.All(g => g.IsHealthy))
                return HealthCheckResult.Healthy("The store answers and the policy opens.", data);

            var sick = string.Join(", ", gateways.Where(g => !g.IsHealthy).Select(g => g.Gateway));
            return gateways.Any(g => g.IsHealthy)
                ? HealthCheckResult.Degraded($"Gateways that cannot send: {sick}.", data: data)
                : new HealthCheckResult(
                    context.Registration.FailureStatus,
                    $"No gateway can send: {sick}.",
                    data: data
                );
        }
        catch (TwoFactorStoreException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }
}
