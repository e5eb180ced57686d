using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// The defence against toll fraud: reserves every message against all limits at once, notices walks through blocks of
/// numbers, and closes prefixes, and regions for unconfirmed numbers, from which too few codes come back.
/// </summary>
internal sealed class SmsLimiter(
    IQuotaStore store,
    SmsBuckets buckets,
    IOptions<SmsOptions> options,
    IOptions<TwoFactorOptions> common,
    TimeProvider clock,
    ILogger<SmsLimiter> logger
) : ISmsLimiter
{
    private const int NeighbourDistance = 5;

    private static readonly Task<bool> s_noWalk = Task.FromResult(false);

    private readonly SmsOptions _options = options.Value;

    private readonly TwoFactorOptions _common = common.Value;

    private SmsLimitOptions Limits => _options.Limits;

    public string? RefusalOf(PhoneNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (!_options.Allows(number.Type))
            return "Codes cannot be sent to a number of this kind. Use a mobile phone, or choose another method.";

        return _options.Allows(number)
            ? null
            : "Codes cannot be sent to numbers of this country. Choose another method.";
    }

    public async ValueTask<SendClearance> ReserveAsync(
        PhoneNumber number,
        FactorSend send,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(send);
        if (RefusalOf(number) is not null)
            return SendClearance.Refuse(SmsRefusals.Region);

        var now = clock.GetUtcNow();
        var (region, prefix) = TapsOf(number, send.Purpose);
        var isUnconfirmed = SmsLimitRules.IsUnconfirmed(send.Purpose);

        // One round trip as a rule: whether somebody walks through numbers is asked while the permits are taken, and
        // whether the number answers for itself only when something refused. The permits are the same but for the
        // checks of its prefix.
        var permits = Permits(isProven: false);
        var walking = isUnconfirmed ? IsWalkAsync(number.E164, now, cancellationToken).AsTask() : s_noWalk;
        var taking = TakeAsync(permits).AsTask();
        var isWalk = true;
        try
        {
            await Task.WhenAll(walking, taking).ConfigureAwait(false);
            isWalk = await walking.ConfigureAwait(false);
        }
        finally
        {
            // Nothing will be sent.
            if (isWalk && taking.IsCompletedSuccessfully && (await taking.ConfigureAwait(false)).IsGranted)
                await ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }

        if (isWalk)
        {
            await CloseAsync(prefix, number.Region, SmsRefusals.Sequence, now, cancellationToken).ConfigureAwait(false);
            return SendClearance.Refuse(SmsRefusals.Sequence, Limits.ClosedFor);
        }

        var decision = await taking.ConfigureAwait(false);
        if (
            !decision.IsGranted
            && !isUnconfirmed
            && await IsProvenAsync(number.E164, now, cancellationToken).ConfigureAwait(false)
        )
        {
            permits = Permits(isProven: true);
            decision = await TakeAsync(permits).ConfigureAwait(false);
        }

        if (!decision.IsGranted)
            return SendClearance.Refuse(
                permits.Find(p => p.Permit.Bucket == decision.Refused!.Bucket).Refusal,
                decision.RetryAfter
            );

        return SendClearance.Grant(ReleaseAsync);

        async ValueTask ReleaseAsync(CancellationToken token)
        {
            var taken = permits.Where(p => p.Permit.Cost > 0).Select(p => p.Permit with { Cost = -p.Permit.Cost });
            await store.TryAcquireAsync(_common.Tenant, [.. taken], now, token).ConfigureAwait(false);
        }

        List<(QuotaPermit Permit, string Refusal)> Permits(bool isProven) =>
            SmsLimitRules.PermitsFor(number, send, buckets, Limits, _common.Challenges, region, prefix, isProven);

        ValueTask<QuotaDecision> TakeAsync(List<(QuotaPermit Permit, string Refusal)> wanted) =>
            store.TryAcquireAsync(_common.Tenant, [.. wanted.Select(p => p.Permit)], now, cancellationToken);
    }

    /// <summary>
    /// Counts a message that was sent or may have been. Only these count for the conversion rate: a message that no
    /// gateway took is no sign of fraud.
    /// </summary>
    public async ValueTask CountSentAsync(
        PhoneNumber number,
        ChallengePurpose purpose,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(number);
        var now = clock.GetUtcNow();
        var (region, prefix) = TapsOf(number, purpose);
        var (inRegion, inPrefix) = await ReadCountsAsync(region, prefix, now, cancellationToken).ConfigureAwait(false);
        var isUnconfirmed = SmsLimitRules.IsUnconfirmed(purpose);
        IReadOnlyList<QuotaPermit> sent = isUnconfirmed
            ? [inRegion.Sent, inPrefix.Sent]
            : [inRegion.Sent, inPrefix.Sent, SmsLimitRules.SentTo(buckets, number.E164)];
        await store.TryAcquireAsync(_common.Tenant, sent, now, cancellationToken).ConfigureAwait(false);

        var lifetime = _common.Challenges.Lifetime;
        var counts = await store
            .CountAsync(_common.Tenant, [.. inRegion.Of(lifetime), .. inPrefix.Of(lifetime)], now, cancellationToken)
            .ConfigureAwait(false);
        if (SmsTapCounts.ArePumped(counts[0], counts[1], Limits))
        {
            // What is sent to confirmed numbers closes no region: it is told, and whoever signs in goes on.
            if (isUnconfirmed)
                await CloseAsync(region, number.Region, SmsRefusals.RegionClosed, now, cancellationToken)
                    .ConfigureAwait(false);
            else
                await AlertAsync(region, number.Region, now, cancellationToken).ConfigureAwait(false);
        }

        if (SmsTapCounts.ArePumped(counts[2], counts[3], Limits))
            await CloseAsync(prefix, number.Region, SmsRefusals.PrefixClosed, now, cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>Counts a code that the user entered correctly.</summary>
    public async ValueTask CountArrivalAsync(
        PhoneNumber number,
        ChallengePurpose purpose,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(number);
        var now = clock.GetUtcNow();
        var (region, prefix) = TapsOf(number, purpose);
        var (inRegion, inPrefix) = await ReadCountsAsync(region, prefix, now, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<QuotaPermit> arrived = SmsLimitRules.IsUnconfirmed(purpose)
            ? [inRegion.Arrived, inPrefix.Arrived, SmsLimitRules.Confirmed(buckets, number.E164)]
            : [inRegion.Arrived, inPrefix.Arrived, SmsLimitRules.ArrivedFrom(buckets, number.E164)];
        await store.TryAcquireAsync(_common.Tenant, arrived, now, cancellationToken).ConfigureAwait(false);
    }

    // Confirmed and unconfirmed numbers are counted separately: when fraud closes a region for enrolments, users can
    // still sign in.
    private (SmsTap Region, SmsTap Prefix) TapsOf(PhoneNumber number, ChallengePurpose purpose)
    {
        var kind = SmsLimitRules.IsUnconfirmed(purpose) ? "unconfirmed" : "confirmed";
        return (
            new SmsTap(buckets.Of($"{kind}.region:{number.Region}")),
            new SmsTap(buckets.Of($"{kind}.prefix", SmsBuckets.PrefixOf(number.E164)))
        );
    }

    private async ValueTask<(SmsTapCounts Region, SmsTapCounts Prefix)> ReadCountsAsync(
        SmsTap region,
        SmsTap prefix,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var closings = await store
            .CountAsync(_common.Tenant, [region.Closings, prefix.Closings], now, cancellationToken)
            .ConfigureAwait(false);
        return (region.Since(closings[0]), prefix.Since(closings[1]));
    }

    private async ValueTask<bool> IsProvenAsync(string number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (sent, arrived) = (SmsLimitRules.SentTo(buckets, number), SmsLimitRules.ArrivedFrom(buckets, number));
        var counts = await store
            .CountAsync(
                _common.Tenant,
                [new(sent.Bucket, sent.Window), new(arrived.Bucket, arrived.Window)],
                now,
                cancellationToken
            )
            .ConfigureAwait(false);
        return SmsLimitRules.IsProven(counts[0], counts[1]);
    }

    private async ValueTask<bool> IsWalkAsync(string number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Limits.NeighboursPerHour == 0)
            return false;

        var neighbours = SmsBuckets.NeighboursOf(number, NeighbourDistance).ToList();
        var asked = neighbours
            .Select(n => SmsLimitRules.Seen(buckets, n))
            .Concat(neighbours.Select(n => SmsLimitRules.Confirmed(buckets, n)));
        var counts = await store
            .CountAsync(
                _common.Tenant,
                [.. asked.Select(p => new QuotaCount(p.Bucket, p.Window))],
                now,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Enumerable.Range(0, neighbours.Count).Count(i => counts[i] > 0 && counts[neighbours.Count + i] == 0)
            >= Limits.NeighboursPerHour;
    }

    // Once in the time that a closing would have lasted.
    private async ValueTask AlertAsync(
        SmsTap region,
        string numberRegion,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var decision = await store
            .TryAcquireAsync(_common.Tenant, region.Close(Limits), now, cancellationToken)
            .ConfigureAwait(false);
        if (!decision.IsGranted)
            return;

        SmsTelemetry.Unanswered(numberRegion);
        logger.SmsUnanswered(numberRegion);
    }

    private async ValueTask CloseAsync(
        SmsTap tap,
        string region,
        string reason,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var decision = await store
            .TryAcquireAsync(_common.Tenant, tap.Close(Limits), now, cancellationToken)
            .ConfigureAwait(false);
        if (!decision.IsGranted)
            return;

        SmsTelemetry.TapClosed(region, reason);
        logger.TapClosed(reason, region, Limits.ClosedFor);
    }
}
