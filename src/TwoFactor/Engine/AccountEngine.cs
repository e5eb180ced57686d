using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// The one loop under every operation: load, apply the pure rule, write if the version is still the one that was read,
/// else begin again. The world is acted on only by callers, after this has returned.
/// </summary>
internal sealed class AccountEngine(
    AccountVault vault,
    FactorMethodRegistry methods,
    IOptions<TwoFactorOptions> options,
    IOptions<TwoFactorStart> start,
    TimeProvider clock,
    TwoFactorNotices notices,
    WriteBackOff backOff,
    ILogger<AccountEngine> logger
)
{
    private readonly TwoFactorOptions _options = options.Value;

    /// <summary>Warnings come before the first operation, also without a host.</summary>
    public TwoFactorStart Start { get; } = start.Value;

    public FactorMethodRegistry Methods => methods;

    public TwoFactorOptions Options => _options;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads an account without changing it; an empty one if the user has none.</summary>
    public async ValueTask<TwoFactorAccount> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        ThrowIfBadUserId(userId);
        var (account, _) = await vault.LoadAsync(userId, cancellationToken).ConfigureAwait(false);
        return account ?? new TwoFactorAccount { UserId = userId };
    }

    public ValueTask<TResult> ExecuteAsync<TResult>(
        AccountCommand<TResult> command,
        CancellationToken cancellationToken
    ) => ExecuteAsync(command, null, cancellationToken);

    private async ValueTask<TResult> ExecuteAsync<TResult>(
        AccountCommand<TResult> command,
        RemoteVerdict? remote,
        CancellationToken cancellationToken
    )
    {
        ThrowIfBadUserId(command.UserId);
        var correlation = Activity.Current?.TraceId.ToHexString();
        var isForked = false;
        var reservation = new SendReservation(logger);
        for (var attempt = 1; attempt <= _options.MaxWriteAttempts; attempt++)
        {
            TwoFactorAccount account;
            long version;
            Transition<TResult> transition;
            try
            {
                (account, version) = await LoadAsync(command, isForked, cancellationToken).ConfigureAwait(false);
                var now = command.IsRemedy ? clock.GetUtcNow() : MonotonicNow(account);
                transition = command.Apply(
                    account,
                    new RuleContext(_options, methods, now, correlation) { Remote = remote }
                );
            }
            catch when (reservation.IsHeld)
            {
                await reservation.GiveBackAsync().ConfigureAwait(false);
                throw;
            }

            if (await reservation.HoldAsync(transition.Send, cancellationToken).ConfigureAwait(false) is { } refusal)
                return await RefuseAsync(command, transition.Send!.Factor, refusal, cancellationToken)
                    .ConfigureAwait(false);

            if (transition.Next is null)
                return transition.Result;

            if (reservation.IsHeld)
                cancellationToken = CancellationToken.None;

            var isWritten = false;
            try
            {
                isWritten = await vault
                    .TryWriteAsync(transition.Next, version, transition.Events, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (TwoFactorStoreException) when (command.IsRemedy && !isForked)
            {
                // Where the trail holds events that the record does not know, the remedy goes on behind them.
                isForked = await vault.IsForkedAsync(account, cancellationToken).ConfigureAwait(false);
                if (!isForked)
                    throw;
            }

            if (isWritten)
            {
                await TellAsync(account, transition).ConfigureAwait(false);

                // The attempt is charged; only now is the vendor asked, and then the command decides.
                return transition.Question is { } question
                    ? await DecideAsync(command, question, cancellationToken).ConfigureAwait(false)
                    : transition.Result;
            }

            await backOff.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        await reservation.GiveBackAsync().ConfigureAwait(false);
        logger.WriteContended(_options.MaxWriteAttempts);
        return command.Contended;
    }

    private async ValueTask<TResult> RefuseAsync<TResult>(
        AccountCommand<TResult> command,
        Factor factor,
        SendClearance clearance,
        CancellationToken cancellationToken
    )
    {
        TwoFactorTelemetry.SendRefused(factor.Method, clearance.Reason!);
        logger.SendRefused(factor.Method, clearance.Reason!);
        var wait = await ExecuteAsync(
                new SendRefusedCommand
                {
                    UserId = command.UserId,
                    Factor = factor,
                    Clearance = clearance,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return command.Throttled(clearance.RetryAfter is { } asked && asked > wait ? asked : wait);
    }

    private async ValueTask TellAsync<TResult>(TwoFactorAccount before, Transition<TResult> transition)
    {
        await notices.RaiseAsync(before, transition.Next!, transition.Events).ConfigureAwait(false);
        if (transition.Accepted is { } accepted)
            await TellArrivedAsync(accepted).ConfigureAwait(false);
    }

    // The charge is given back in a write of its own before the command goes on, which may refuse for reasons of its
    // own.
    private async ValueTask<TResult> DecideAsync<TResult>(
        AccountCommand<TResult> command,
        RemoteQuestion question,
        CancellationToken cancellationToken
    )
    {
        var verdict = await AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (verdict.Result is RemoteCheckResult.Right or RemoteCheckResult.NotAsked)
            await ExecuteAsync(
                    new SettleRemoteCommand { UserId = command.UserId, Verdict = verdict },
                    CancellationToken.None
                )
                .ConfigureAwait(false);

        return await ExecuteAsync(command, verdict, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<RemoteVerdict> AskAsync(RemoteQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            return new(
                question.Id,
                await question.Method.CheckAsync(question.Attempt, cancellationToken).ConfigureAwait(false)
            );
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.RemoteCheckFailed(question.Method.Name, e.GetType().Name);
            return new(question.Id, RemoteCheckResult.Unknown);
        }
    }

    // The code is accepted, whatever a method makes of the news.
    private async ValueTask TellArrivedAsync(AcceptedSend accepted)
    {
        try
        {
            await accepted.Sender.ArrivedAsync(accepted.Arrival, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.ArrivalNotTaken(e.GetType().Name);
        }
    }

    private async ValueTask<(TwoFactorAccount Account, long Version)> LoadAsync<TResult>(
        AccountCommand<TResult> command,
        bool isForked,
        CancellationToken cancellationToken
    )
    {
        if (!isForked)
        {
            try
            {
                var (account, version) = await vault.LoadAsync(command.UserId, cancellationToken).ConfigureAwait(false);
                return (account ?? new TwoFactorAccount { UserId = command.UserId }, version);
            }
            catch (TwoFactorStoreException e) when (command.IsRemedy && e.IsBrokenRecord)
            {
                // Below.
            }
        }

        return await vault
            .ReplaceBrokenAsync(command.UserId, clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
    }

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
            $"The clock was set back: it says {now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, but this account was "
                + $"changed at {account.UpdatedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}. Set this machine's clock "
                + "right (NTP), or if another machine's ran ahead, wait or reset the user; nothing was changed."
        );
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
                return true;
        }

        return false;
    }

    private static void ThrowIfBadUserId(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        if (userId.Length > TwoFactorOptions.MaxUserIdLength || HasControl(userId))
            throw new ArgumentException(
                $"A user id has at most {TwoFactorOptions.MaxUserIdLength} characters and no control characters.",
                nameof(userId)
            );
    }
}
