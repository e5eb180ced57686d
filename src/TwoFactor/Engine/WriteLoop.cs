using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// The loop of every operation: load, apply the pure rule, write if the version has not changed since the load,
/// otherwise start again. Clearance for a message is requested before the write.
/// </summary>
internal sealed class WriteLoop(
    AccountVault vault,
    FactorMethodRegistry methods,
    IOptions<TwoFactorOptions> options,
    TimeProvider clock,
    WriteBackOff backOff,
    TwoFactorNotices notices,
    ArrivalNews arrivals,
    ILogger<WriteLoop> logger
)
{
    // Remedies try more often before they throw.
    private const int UrgentFactor = 32;

    private readonly TwoFactorOptions _options = options.Value;

    public async ValueTask<Executed<TResult>> RunAsync<TResult>(
        AccountCommand<TResult> command,
        RemoteVerdict? verdict,
        CancellationToken cancellationToken
    )
    {
        var correlation = Activity.Current?.TraceId.ToHexString();
        var remedy = command.IsRemedy ? new RecordRemedy(vault, clock) : null;
        var reservation = new SendReservation(logger);
        var hasListed = false;
        var last = command.IsUrgent ? _options.MaxWriteAttempts * UrgentFactor : _options.MaxWriteAttempts;
        for (var attempt = 1; attempt <= last; attempt++)
        {
            TwoFactorAccount account;
            long version;
            Transition<TResult> transition;
            try
            {
                (account, version) = remedy is null
                    ? await vault.LoadOrNewAsync(command.UserId, cancellationToken).ConfigureAwait(false)
                    : await remedy.LoadAsync(command.UserId, cancellationToken).ConfigureAwait(false);
                var now = remedy is null ? MonotonicNow(account) : clock.GetUtcNow();
                var context = new RuleContext(_options, methods, now, correlation)
                {
                    Version = version,
                    Remote = verdict,
                };
                transition = command.Apply(account, context);
            }
            catch when (reservation.IsHeld)
            {
                await reservation.GiveBackAsync().ConfigureAwait(false);
                throw;
            }

            if (await reservation.HoldAsync(transition.Send, cancellationToken).ConfigureAwait(false) is { } refusal)
                return new(transition.Result, transition.Send) { Refusal = refusal };

            if (transition.Next is not { } next)
            {
                if (hasListed && account.IsProtected)
                    await SettleAsync(command.UserId, version).ConfigureAwait(false);

                return new(transition.Result);
            }

            // From here on, a cancelled request still counts as a request for a message.
            if (reservation.IsHeld)
                cancellationToken = CancellationToken.None;

            var listed = await vault
                .ListAsync(account, next, version, clock.GetUtcNow(), command.ListsUser, cancellationToken)
                .ConfigureAwait(false);

            // Whoever leaves between the two writes would leave the listing pending.
            if (listed.RosterVersion != account.RosterVersion)
            {
                cancellationToken = CancellationToken.None;
                hasListed = true;
            }

            next = listed;
            var isWritten = remedy is null
                ? await vault.TryWriteAsync(next, version, transition.Events, cancellationToken).ConfigureAwait(false)
                : await remedy
                    .TryWriteAsync(account, next, version, transition.Events, cancellationToken)
                    .ConfigureAwait(false);
            if (isWritten)
            {
                if (account.IsProtected && !next.IsProtected)
                    await UnlistAsync(command.UserId).ConfigureAwait(false);
                else if (hasListed && next.IsProtected)
                    await SettleAsync(command.UserId, version + 1).ConfigureAwait(false);

                await notices.RaiseAsync(account, next, transition.Events).ConfigureAwait(false);
                if (transition.Accepted is { } accepted)
                    await arrivals.TellAsync(accepted).ConfigureAwait(false);

                return new(transition.Result, transition.Send) { Question = transition.Question };
            }

            await backOff.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        await reservation.GiveBackAsync().ConfigureAwait(false);
        logger.WriteContended(last);
        return command.IsUrgent ? throw NotDone(last) : new(command.Contended);
    }

    // The change is written: the entry that is left denies nobody, and the purge takes it away.
    private async ValueTask UnlistAsync(string userId)
    {
        try
        {
            await vault.UnlistAsync(userId, clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.NotUnlisted(e);
        }
    }

    // The change is written: a listing that stays pending is settled when the roster is rebuilt.
    private async ValueTask SettleAsync(string userId, long version)
    {
        try
        {
            await vault.SettleAsync(userId, version, clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.NotSettled(e);
        }
    }

    // Whoever ends sessions must not believe that it is done when it is not.
    private static TwoFactorStoreException NotDone(int attempts) =>
        new(
            $"The account was changed by others in all of {attempts} tries: nothing was done. Somebody is flooding it; "
                + "limit its sign-ins, and try again."
        );

    // Servers' clocks differ by seconds; time within one account still never runs backwards. A clock that is far behind
    // would reopen what has expired, so it is refused.
    private DateTimeOffset MonotonicNow(TwoFactorAccount account)
    {
        var now = clock.GetUtcNow();
        if (now >= account.UpdatedAt)
            return now;

        if (account.UpdatedAt - now <= _options.ClockSkewTolerance)
            return account.UpdatedAt;

        throw new TwoFactorStoreException(
            $"The clock was set back: it says {now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, but this account was changed at "
                + $"{account.UpdatedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}. Set this machine's clock right (NTP), or if "
                + "another machine's ran ahead, wait or reset the user; nothing was changed."
        );
    }
}
