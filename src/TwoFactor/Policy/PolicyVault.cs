using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>Between the services and the policy store: opens and seals the policy. A policy that does not open is never taken for the default.</summary>
internal sealed class PolicyVault(IPolicyStore store, AccountVault accounts, RecordSealer sealer, IOptions<TwoFactorOptions> options)
{
    private readonly string _tenant = options.Value.Tenant;

    public async ValueTask<RequirementPolicy> ReadAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken).ConfigureAwait(false)).Policy;

    /// <summary>The policy, the version of its row, and whether the newest key seals it.</summary>
    public async ValueTask<(RequirementPolicy Policy, long RowVersion, bool IsCurrent)> LoadAsync(CancellationToken cancellationToken)
    {
        var row = await store.ReadPolicyAsync(_tenant, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            await accounts.ThrowIfRemovedAsync(accounts.Key(AuditEvent.PolicyTrail), "the policy", cancellationToken).ConfigureAwait(false);
            return (new RequirementPolicy(), 0, true);
        }

        try
        {
            var policy = sealer.Open(row.Sealed, _tenant, AuditEvent.PolicyTrail, row.Version, AccountJson.Default.RequirementPolicy);
            if (policy.Schema != RequirementPolicy.CurrentSchema)
                throw new TwoFactorStoreException($"The requirement policy has schema {policy.Schema}, and this version of the library knows {RequirementPolicy.CurrentSchema}. Update the library on this machine.");

            return (policy, row.Version, sealer.IsCurrent(row.Sealed));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            throw new TwoFactorStoreException($"The requirement policy does not open: {e.Message}", e);
        }
    }

    public ValueTask<bool> TryWriteAsync(RequirementPolicy policy, long expectedRowVersion, IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken)
    {
        var version = expectedRowVersion + 1;
        var row = new PolicyRow
        {
            Tenant = _tenant,
            Version = version,
            Sealed = sealer.Seal(policy, _tenant, AuditEvent.PolicyTrail, version, AccountJson.Default.RequirementPolicy),
        };
        return store.TryWritePolicyAsync(row, expectedRowVersion, events, cancellationToken);
    }
}
