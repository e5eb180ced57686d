using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace TwoFactor;

internal sealed class PolicyService(
    PolicyVault vault,
    TwoFactorNotices notices,
    WriteBackOff backOff,
    IOptions<TwoFactorOptions> options,
    TimeProvider clock
) : IPolicyService
{
    public async Task<RequirementPolicy> GetAsync(CancellationToken cancellationToken = default) =>
        await vault.ReadAsync(cancellationToken).ConfigureAwait(false);

    public async Task<PolicyResult> SetAsync(PolicyChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        AuditText.ThrowIfBad(change.Actor, change.Reason);
        change = PolicyRules.Normalize(change);
        using var activity = TwoFactorTelemetry.Start("set_policy");
        for (var attempt = 1; attempt <= options.Value.MaxWriteAttempts; attempt++)
        {
            var (current, rowVersion) = await LoadAsync(cancellationToken).ConfigureAwait(false);
            var now = clock.GetUtcNow();
            if (PolicyRules.Problem(change, now) is { } problem)
                return new()
                {
                    Outcome = TwoFactorOutcome.InvalidInput,
                    Policy = current,
                    Message = problem,
                };

            if (change.ExpectedVersion is { } expected && expected != current.Version)
                return new()
                {
                    Outcome = TwoFactorOutcome.Conflict,
                    Policy = current,
                    Message = $"The policy is now at version {current.Version}, not {expected}.",
                };

            var (next, events) = PolicyRules.Apply(current, change, now, Activity.Current?.TraceId.ToHexString());
            if (await vault.TryWriteAsync(next, rowVersion, events, cancellationToken).ConfigureAwait(false))
            {
                foreach (var written in events)
                    notices.Record(written);

                return new() { Outcome = TwoFactorOutcome.Accepted, Policy = next };
            }

            await backOff.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        return new()
        {
            Outcome = TwoFactorOutcome.Throttled,
            Policy = await vault.ReadAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    // A policy that cannot be decrypted denies every sign-in. Setting a whole new policy repairs it.
    private async ValueTask<(RequirementPolicy Policy, long RowVersion)> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (policy, rowVersion, _) = await vault.LoadAsync(cancellationToken).ConfigureAwait(false);
            return (policy, rowVersion);
        }
        catch (TwoFactorStoreException e) when (BrokenRecord.IsCauseOf(e))
        {
            return await vault.ReplaceBrokenAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
