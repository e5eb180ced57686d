namespace TwoFactor.Tests;

/// <summary>Wrong quota stores, each with the case that is meant to find it.</summary>
internal class WrongQuotas(Func<IReadOnlyList<QuotaPermit>, IReadOnlyList<QuotaPermit>>? bend = null) : IQuotaStore
{
    private readonly InMemoryQuotaStore _inner = new();

    public static IReadOnlyDictionary<string, (Func<IQuotaStore> Open, string Case)> All { get; } =
        new Dictionary<string, (Func<IQuotaStore>, string)>
        {
            ["taken one by one"] = (() => new OneByOne(), "All_permits_are_taken_or_none"),
            ["look, then take"] = (() => new LookThenTake(), "Of_many_at_once_exactly_the_limit_is_granted"),
            ["one too many"] = (
                () =>
                    new WrongQuotas(p =>
                        [.. p.Select(x => x.Limit == long.MaxValue ? x : x with { Limit = x.Limit + 1 })]
                    ),
                "Permits_are_granted_up_to_the_limit_and_again_when_the_window_has_passed"
            ),
            ["fixed window"] = (() => new FixedWindow(), "Never_more_than_the_limit_lies_within_any_window"),
            ["a look costs"] = (
                () => new WrongQuotas(p => [.. p.Select(x => x.Cost == 0 ? x with { Cost = 1 } : x)]),
                "A_permit_that_costs_nothing_only_looks"
            ),
            ["nothing is given back"] = (
                () => new WrongQuotas(p => [.. p.Where(x => x.Cost >= 0)]),
                "What_was_taken_can_be_given_back"
            ),
            ["costs of one"] = (
                () => new WrongQuotas(p => [.. p.Select(x => x with { Cost = Math.Sign(x.Cost) })]),
                "Costs_count_and_what_never_fits_has_no_time"
            ),
            ["tenants in one"] = (() => new OneTenant(), "Tenants_are_kept_apart"),
            ["unlimited is not counted"] = (
                () => new WrongQuotas(p => [.. p.Where(x => x.Limit != long.MaxValue)]),
                "A_permit_without_a_limit_is_counted"
            ),
            ["purges all"] = (() => new PurgesAll(), "What_still_counts_is_not_purged"),
            ["process for itself"] = (() => new WrongQuotas(), "What_one_instance_took_another_counts"),
            ["counts by its own last call"] = (
                () => new ForgetsWhenEarlier(),
                "Clocks_that_differ_a_little_share_one_count"
            ),
            ["first wait told"] = (
                () => new FirstWait(),
                "The_first_bucket_without_room_is_named_with_the_longest_wait"
            ),
        };

    public virtual ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _inner.TryAcquireAsync(tenant, bend?.Invoke(permits) ?? permits, now, cancellationToken);

    public virtual ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _inner.CountAsync(tenant, counts, now, cancellationToken);

    public virtual ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) => _inner.PurgeAsync(tenant, expiredBefore, cancellationToken);

    private sealed class OneByOne : WrongQuotas
    {
        public override async ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            foreach (var permit in permits)
            {
                if (
                    await base.TryAcquireAsync(tenant, [permit], now, cancellationToken) is { IsGranted: false } refusal
                )
                    return refusal;
            }

            return QuotaDecision.Granted;
        }
    }

    private sealed class LookThenTake : WrongQuotas
    {
        public override async ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var look = await base.TryAcquireAsync(
                tenant,
                [
                    .. permits.Select(p =>
                        p.Cost > 0
                            ? p with
                            {
                                Cost = 0,
                                Limit = p.Limit == long.MaxValue ? p.Limit : p.Limit - p.Cost + 1,
                            }
                            : p
                    ),
                ],
                now,
                cancellationToken
            );
            if (!look.IsGranted)
                return look;

            await Task.Delay(5, cancellationToken);
            return await base.TryAcquireAsync(
                tenant,
                [.. permits.Select(p => p with { Limit = long.MaxValue })],
                now,
                cancellationToken
            );
        }
    }

    private sealed class FixedWindow : WrongQuotas
    {
        private readonly Dictionary<(string, string, long), long> _counts = [];

        public override ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var permit = permits[0];
            var key = (tenant, permit.Bucket, now.Ticks / permit.Window.Ticks);
            if (_counts.GetValueOrDefault(key) + permit.Cost > permit.Limit)
                return new(QuotaDecision.Refuse(permit, TimeSpan.FromMinutes(1)));

            _counts[key] = _counts.GetValueOrDefault(key) + permit.Cost;
            return new(QuotaDecision.Granted);
        }
    }

    private sealed class OneTenant : WrongQuotas
    {
        public override ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => base.TryAcquireAsync(tenant.ToLowerInvariant(), permits, now, cancellationToken);
    }

    private sealed class PurgesAll : WrongQuotas
    {
        private readonly HashSet<string> _purged = [];

        public override ValueTask<long> PurgeAsync(
            string tenant,
            DateTimeOffset expiredBefore,
            CancellationToken cancellationToken
        ) => new(_purged.Add(tenant) ? 1 : 0);

        public override async ValueTask<IReadOnlyList<long>> CountAsync(
            string tenant,
            IReadOnlyList<QuotaCount> counts,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) =>
            _purged.Contains(tenant)
                ? [.. counts.Select(_ => 0L)]
                : await base.CountAsync(tenant, counts, now, cancellationToken);
    }

    private sealed class ForgetsWhenEarlier : WrongQuotas
    {
        private DateTimeOffset _last;
        private int _generation;

        public override ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (now < _last)
                _generation++;

            _last = now;
            return base.TryAcquireAsync($"{tenant} {_generation}", permits, now, cancellationToken);
        }

        public override ValueTask<IReadOnlyList<long>> CountAsync(
            string tenant,
            IReadOnlyList<QuotaCount> counts,
            DateTimeOffset now,
            CancellationToken cancellationToken
        ) => base.CountAsync($"{tenant} {_generation}", counts, now, cancellationToken);
    }

    private sealed class FirstWait : WrongQuotas
    {
        public override async ValueTask<QuotaDecision> TryAcquireAsync(
            string tenant,
            IReadOnlyList<QuotaPermit> permits,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var decision = await base.TryAcquireAsync(tenant, permits, now, cancellationToken);
            return decision.IsGranted
                ? decision
                : await base.TryAcquireAsync(tenant, [decision.Refused!], now, cancellationToken);
        }
    }
}
