using Microsoft.Extensions.Options;

namespace TwoFactor.Toys.Email;

/// <summary>Three messages an hour to an address, ten for a user, and the waits of a user for an address too.</summary>
internal sealed class EmailLimits(IQuotaStore store, IOptions<TwoFactorOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private readonly BucketNames _names = new(EmailMethod.MethodName, options);

    public async ValueTask<SendClearance> ReserveAsync(
        string address,
        FactorSend send,
        CancellationToken cancellationToken
    )
    {
        var tenant = options.Value.Tenant;
        var now = clock.GetUtcNow();
        var wait = QuotaWindow.CountingAtMost(options.Value.Challenges.WaitAfter(1));
        QuotaPermit[] permits =
        [
            new(_names.Of("address.wait", address), wait, 1),
            new(_names.Of("address.hour", address), s_hour, 3),
            new(_names.Of("user.hour", send.UserId), s_hour, 10),
            new(_names.Of("hour"), s_hour, 1_000),
        ];
        var decision = await store.TryAcquireAsync(tenant, permits, now, cancellationToken);
        if (!decision.IsGranted)
            return SendClearance.Refuse(decision.Refused!.Bucket.Split(':')[1], decision.RetryAfter);

        var taken = Array.ConvertAll(permits, p => p with { Cost = -p.Cost });
        return SendClearance.Grant(async token => await store.TryAcquireAsync(tenant, taken, now, token));
    }
}
