using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Whether the store answers and the policy opens, and whether a gateway is misconfigured. It says nothing of users.
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
            var gateways = services.GetService<ISmsHealthService>() is { } sms
                ? await sms.CheckAsync(cancellationToken).ConfigureAwait(false)
                : [];
            var data = gateways.ToDictionary(
                g => $"gateway:{g.Gateway}",
                g => (object)(g.Problem ?? (g.IsPassedOver ? "passed over" : "healthy")),
                StringComparer.Ordinal
            );
            data["policyVersion"] = policy.Version;
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
