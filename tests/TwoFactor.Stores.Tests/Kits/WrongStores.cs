using System.Transactions;

namespace TwoFactor.Tests;

/// <summary>Wrong stores, each with the case that is meant to find it.</summary>
internal static class WrongStores
{
    public static IReadOnlyDictionary<string, (Func<WrongStore> Open, string Case)> All { get; } =
        new Dictionary<string, (Func<WrongStore>, string)>
        {
            ["last write wins"] = (() => new LastWriteWins(), "An_account_is_written_at_the_expected_version_alone"),
            ["version not checked on insert"] = (() => new UncheckedInsert(), "An_account_is_inserted_once"),
            ["update that inserts"] = (() => new Upsert(), "An_account_that_is_not_there_is_not_updated"),
            ["look, then write"] = (() => new LookThenWrite(), "Of_many_writers_at_one_version_one_wins"),
            ["guarded by the key of the events alone"] = (
                () => new GuardedByEvents(),
                "Of_many_writers_without_events_one_wins"
            ),
            ["hashes cut short"] = (() => new HashesCut(), "What_was_written_is_found_in_every_column"),
            ["pages without an end"] = (() => new PagesWithoutEnd(), "Accounts_are_listed_page_by_page"),
            ["first writers all win"] = (() => new LookThenInsert(), "Of_many_first_writers_one_wins"),
            ["events in another transaction"] = (
                () => new EventsApart(),
                "A_write_whose_events_cannot_be_kept_is_not_kept_either"
            ),
            ["events of refused writes"] = (() => new EventsOfRefusals(), "A_write_that_is_refused_leaves_no_event"),
            ["row before events"] = (() => new RowFirst(), "A_reader_never_sees_half_a_write"),
            ["keys without case"] = (() => new CaseFolding(), "Tenants_and_users_are_told_apart_by_every_character"),
            ["keys trimmed"] = (() => new Trimming(), "Tenants_and_users_are_told_apart_by_every_character"),
            ["control characters dropped"] = (
                () => new ControlsDropped(),
                "Pages_of_the_roster_are_kept_apart_from_accounts"
            ),
            ["order of a language"] = (() => new LanguageOrder(), "Accounts_are_listed_page_by_page"),
            ["times in milliseconds"] = (() => new Milliseconds(), "What_was_written_is_found_in_every_column"),
            ["empty texts as null"] = (() => new EmptyAsNull(), "What_was_written_is_found_in_every_column"),
            ["process for itself"] = (() => new ForItself(), "What_one_instance_wrote_another_finds"),
            ["caller's transaction"] = (() => new Enlisted(), "A_rollback_of_the_callers_transaction_undoes_nothing"),
            ["page with its first row again"] = (() => new PageAgain(), "A_trail_is_read_in_order_page_by_page"),
            ["newest by time alone"] = (() => new NewestByTime(), "Events_are_read_newest_first_page_by_page"),
            ["erases the whole trail"] = (() => new ErasesAll(), "The_beginning_of_a_trail_is_erased_and_nothing_else"),
            ["writes when cancelled"] = (() => new Uncancelled(), "Cancelled_before_it_begins_nothing_is_written"),
            ["values cut short"] = (() => new CutShort(), "Values_of_every_permitted_size_are_kept"),
        };

    private sealed class LastWriteWins : WrongStore
    {
        protected override bool ChecksUpdate => false;
    }

    private sealed class UncheckedInsert : WrongStore
    {
        protected override bool ChecksInsert => false;
    }

    private sealed class Upsert : WrongStore
    {
        public override ValueTask<bool> TryWriteAsync(
            AccountRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        ) => base.TryWriteAsync(row, Rows.ContainsKey(row.Key) ? expectedVersion : 0, events, cancellationToken);
    }

    private sealed class LookThenWrite : WrongStore
    {
        protected override bool IsAtomic => false;

        protected override bool Keep(AccountRow row, IReadOnlyList<AuditEvent> events)
        {
            // An upsert of events, as some make it to be safe.
            if (Trails.TryGetValue(row.Key, out var list))
                list.RemoveAll(l => events.Any(e => e.Sequence == l.Sequence));

            return base.Keep(row, events);
        }
    }

    private sealed class GuardedByEvents : WrongStore
    {
        protected override bool IsAtomic => false;

        public override async ValueTask<bool> TryWriteAsync(
            AccountRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        )
        {
            try
            {
                return await base.TryWriteAsync(row, expectedVersion, events, cancellationToken);
            }
            catch (TwoFactorStoreException) when (events.Count == 1 && Rows[row.Key].Version == row.Version)
            {
                return false;
            }
        }
    }

    private sealed class HashesCut : WrongStore
    {
        protected override AuditEvent Rounded(AuditEvent auditEvent) =>
            auditEvent with
            {
                Hash = auditEvent.Hash[..16],
            };
    }

    private sealed class PagesWithoutEnd : WrongStore
    {
        public override ValueTask<IReadOnlyList<AccountRow>> ListAsync(
            string tenant,
            string? afterUserId,
            int take,
            CancellationToken cancellationToken
        ) => base.ListAsync(tenant, null, take, cancellationToken);
    }

    private sealed class LookThenInsert : WrongStore
    {
        private int _looks;

        public override async ValueTask<bool> TryWriteAsync(
            AccountRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        )
        {
            if (expectedVersion > 0)
                return await base.TryWriteAsync(row, expectedVersion, events, cancellationToken);

            var isThere = await FindAsync(row.Key, cancellationToken) is not null;
            Interlocked.Increment(ref _looks);
            await Task.Delay(5, cancellationToken);
            if (isThere)
                return false;

            lock (Trails)
            {
                Trails.Remove(row.Key);
                return Keep(row, events);
            }
        }
    }

    private sealed class EventsApart : WrongStore
    {
        protected override bool Keep(AccountRow row, IReadOnlyList<AuditEvent> events)
        {
            Rows[row.Key] = row;
            Append(row.Key, events);
            return true;
        }
    }

    private sealed class EventsOfRefusals : WrongStore
    {
        protected override bool ForgetsEventsOfRefusals => false;
    }

    private sealed class RowFirst : WrongStore
    {
        public override async ValueTask<bool> TryWriteAsync(
            AccountRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        )
        {
            if (!await base.TryWriteAsync(row, expectedVersion, [], cancellationToken))
                return false;

            await Task.Delay(2, CancellationToken.None);
            lock (Trails)
                Append(row.Key, events);

            return true;
        }
    }

    private sealed class CaseFolding : WrongStore
    {
        protected override AccountKey Fold(AccountKey key) => new(key.Tenant, key.UserId.ToLowerInvariant());
    }

    private sealed class Trimming : WrongStore
    {
        protected override AccountKey Fold(AccountKey key) => new(key.Tenant.TrimEnd(), key.UserId.TrimEnd());
    }

    private sealed class ControlsDropped : WrongStore
    {
        protected override AccountKey Fold(AccountKey key) =>
            new(key.Tenant.Replace("\u001f", ""), key.UserId.Replace("\u001f", ""));
    }

    private sealed class LanguageOrder : WrongStore
    {
        protected override int Order(string left, string right) =>
            string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private sealed class Milliseconds : WrongStore
    {
        protected override AuditEvent Rounded(AuditEvent auditEvent) =>
            auditEvent with
            {
                At = DateTimeOffset.FromUnixTimeMilliseconds(auditEvent.At.ToUnixTimeMilliseconds()),
            };
    }

    private sealed class EmptyAsNull : WrongStore
    {
        protected override AuditEvent Rounded(AuditEvent auditEvent) =>
            auditEvent with
            {
                Detail = string.IsNullOrEmpty(auditEvent.Detail) ? null : auditEvent.Detail,
            };
    }

    /// <summary>Opened anew each time: see the test.</summary>
    internal sealed class ForItself : WrongStore;

    private sealed class Enlisted : WrongStore
    {
        protected override bool Keep(AccountRow row, IReadOnlyList<AuditEvent> events)
        {
            var (before, key) = (Rows.GetValueOrDefault(row.Key), row.Key);
            if (Transaction.Current is { } transaction)
            {
                transaction.TransactionCompleted += (_, e) =>
                {
                    if (
                        e.Transaction?.TransactionInformation.Status != TransactionStatus.Committed
                        && before is not null
                    )
                        Rows[key] = before;
                };
            }

            return base.Keep(row, events);
        }
    }

    private sealed class PageAgain : WrongStore
    {
        public override ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
            AccountKey trail,
            long afterSequence,
            int take,
            CancellationToken cancellationToken
        ) => base.ReadAsync(trail, afterSequence == 3 ? 2 : afterSequence, take, cancellationToken);
    }

    private sealed class NewestByTime : WrongStore
    {
        public override async ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
            string tenant,
            string? userId,
            AuditPosition? before,
            int take,
            CancellationToken cancellationToken
        ) =>
            [
                .. (await base.ReadNewestAsync(tenant, userId, null, int.MaxValue, cancellationToken))
                    .Where(e => before is null || e.At < before.Value.At)
                    .Take(take),
            ];
    }

    private sealed class ErasesAll : WrongStore
    {
        public override ValueTask<long> EraseAsync(
            AccountKey trail,
            long throughSequence,
            CancellationToken cancellationToken
        ) => base.EraseAsync(trail, long.MaxValue, cancellationToken);
    }

    private sealed class Uncancelled : WrongStore
    {
        public override ValueTask<bool> TryWriteAsync(
            AccountRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        ) => base.TryWriteAsync(row, expectedVersion, events, CancellationToken.None);
    }

    private sealed class CutShort : WrongStore
    {
        protected override AuditEvent Rounded(AuditEvent auditEvent) =>
            auditEvent with
            {
                Reason = auditEvent.Reason is { Length: > 255 } reason ? reason[..255] : auditEvent.Reason,
            };
    }
}
