using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// Decrypts and encrypts the policy between the services and the policy store. A policy that cannot be decrypted is an
/// error; it never becomes the default policy.
/// </summary>
internal sealed class PolicyVault(
    IPolicyStore store,
    AccountVault accounts,
    RecordSealer sealer,
    IOptions<TwoFactorOptions> options
)
{
    private const int MaxTries = 64;

    private readonly string _tenant = options.Value.Tenant;

    public async ValueTask<RequirementPolicy> ReadAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken).ConfigureAwait(false)).Policy;

    /// <summary>The policy, the version of its row, and whether it is encrypted with the newest key.</summary>
    public async ValueTask<(RequirementPolicy Policy, long RowVersion, bool IsCurrent)> LoadAsync(
        CancellationToken cancellationToken
    )
    {
        var row = await store.ReadPolicyAsync(_tenant, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            if (
                !await accounts
                    .HasTrailAsync(accounts.Key(AuditEvent.PolicyTrail), cancellationToken)
                    .ConfigureAwait(false)
            )
                return (new RequirementPolicy(), 0, true);

            row =
                await store.ReadPolicyAsync(_tenant, cancellationToken).ConfigureAwait(false)
                ?? throw AccountVault.Removed("the policy", "set the policy anew");
        }

        try
        {
            var policy = sealer.Open(
                row.Sealed,
                _tenant,
                AuditEvent.PolicyTrail,
                row.Version,
                PolicyRecordJson.Default.RequirementPolicy
            );
            if (policy.Schema is not (RequirementPolicy.CurrentSchema or RequirementPolicy.ResistantSchema))
                throw new TwoFactorStoreException(
                    $"The requirement policy has schema {policy.Schema}, but this version of the library "
                        + $"knows up to {RequirementPolicy.ResistantSchema}. Update the library on this machine."
                );

            return (policy, row.Version, sealer.IsCurrent(row.Sealed));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            throw new TwoFactorStoreException(
                $"The requirement policy does not open: {e.Message}"
                    + $"{(e is SealingKeyMissingException ? "" : " If there is none, set the policy anew.")}",
                e
            );
        }
    }

    /// <summary>
    /// An empty policy in place of one that cannot be decrypted or is missing, as the base for a new policy. Its audit
    /// sequence continues at the end of the trail.
    /// </summary>
    public async ValueTask<(RequirementPolicy Policy, long RowVersion)> ReplaceBrokenAsync(
        CancellationToken cancellationToken
    )
    {
        var row = await store.ReadPolicyAsync(_tenant, cancellationToken).ConfigureAwait(false);
        var (sequence, hash, start) = await accounts
            .ReadTrailEndAsync(accounts.Key(AuditEvent.PolicyTrail), cancellationToken)
            .ConfigureAwait(false);
        return (
            new RequirementPolicy
            {
                Version = sequence,
                AuditSequence = sequence,
                AuditHash = hash,
                AuditStart = start > 0 ? new TrailStart { Sequence = start } : null,
                IsReplacement = true,
            },
            row?.Version ?? 0
        );
    }

    /// <summary>Writes an event that is no change of policy, and belongs to no user, to the policy's trail.</summary>
    public async ValueTask<AuditEvent> RecordAsync(
        AuditEntry entry,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        for (var i = 0; i < MaxTries; i++)
        {
            var (policy, version, _) = await LoadAsync(cancellationToken).ConfigureAwait(false);
            var trail = new AuditTrail(
                AuditEvent.PolicyTrail,
                policy.AuditSequence,
                policy.AuditHash,
                now,
                Activity.Current?.TraceId.ToHexString()
            );
            trail.Add(entry);
            var next = policy with { AuditSequence = trail.Sequence, AuditHash = trail.Hash };
            if (await TryWriteAsync(next, version, trail.Added, cancellationToken).ConfigureAwait(false))
                return trail.Added[0];
        }

        throw new TwoFactorStoreException("The policy is being changed by too many at once. Try again.");
    }

    public ValueTask<bool> TryWriteAsync(
        RequirementPolicy policy,
        long expectedRowVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        var version = expectedRowVersion + 1;
        var row = new PolicyRow
        {
            Tenant = _tenant,
            Version = version,
            Sealed = sealer.Seal(
                policy,
                _tenant,
                AuditEvent.PolicyTrail,
                version,
                PolicyRecordJson.Default.RequirementPolicy
            ),
        };
        return store.TryWritePolicyAsync(row, expectedRowVersion, events, cancellationToken);
    }
}
