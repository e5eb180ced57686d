using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace TwoFactor;

internal sealed class PolicyService(PolicyVault vault, IOptions<TwoFactorOptions> options, TimeProvider clock) : IPolicyService
{
    public async Task<RequirementPolicy> GetAsync(CancellationToken cancellationToken = default) =>
        await vault.ReadAsync(cancellationToken).ConfigureAwait(false);

    public async Task<PolicyResult> SetAsync(PolicyChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentException.ThrowIfNullOrWhiteSpace(change.Actor);
        using var activity = TwoFactorTelemetry.Start("set_policy");
        var now = clock.GetUtcNow();
        var problem = PolicyRules.Problem(change, now);
        for (var attempt = 0; attempt < options.Value.MaxWriteAttempts; attempt++)
        {
            var (current, rowVersion, _) = await vault.LoadAsync(cancellationToken).ConfigureAwait(false);
            if (problem is not null)
                return new() { Outcome = TwoFactorOutcome.InvalidInput, Policy = current, Message = problem };

            if (change.ExpectedVersion is { } expected && expected != current.Version)
                return new() { Outcome = TwoFactorOutcome.Conflict, Policy = current, Message = $"The policy is at version {current.Version} now; {expected} was expected." };

            var (next, auditEvent) = PolicyRules.Apply(current, change, now, Activity.Current?.TraceId.ToHexString());
            if (await vault.TryWriteAsync(next, rowVersion, [auditEvent], cancellationToken).ConfigureAwait(false))
                return new() { Outcome = TwoFactorOutcome.Accepted, Policy = next };
        }

        return new() { Outcome = TwoFactorOutcome.Throttled, Policy = await vault.ReadAsync(cancellationToken).ConfigureAwait(false) };
    }
}
