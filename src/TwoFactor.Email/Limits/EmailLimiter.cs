using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>Reserves every message against all limits at once, in one call to the store.</summary>
internal sealed class EmailLimiter(
    IQuotaStore store,
    IOptions<EmailOptions> options,
    IOptions<TwoFactorOptions> common,
    TimeProvider clock
)
{
    private readonly BucketNames _names = new(EmailFactor.Method, common);

    public async ValueTask<SendClearance> ReserveAsync(
        EmailAddress address,
        FactorSend send,
        CancellationToken cancellationToken
    )
    {
        var tenant = common.Value.Tenant;
        var now = clock.GetUtcNow();
        var permits = EmailLimitRules.PermitsFor(address, send, _names, options.Value.Limits, common.Value.Challenges);
        if (permits.Count == 0)
            return SendClearance.Granted;

        var decision = await store
            .TryAcquireAsync(tenant, [.. permits.Select(p => p.Permit)], now, cancellationToken)
            .ConfigureAwait(false);
        if (!decision.IsGranted)
            return SendClearance.Refuse(
                permits.Find(p => p.Permit.Bucket == decision.Refused!.Bucket).Refusal,
                decision.RetryAfter
            );

        var taken = permits.Select(p => p.Permit with { Cost = -p.Permit.Cost }).ToList();
        return SendClearance.Grant(async token =>
            await store.TryAcquireAsync(tenant, taken, now, token).ConfigureAwait(false)
        );
    }
}
