using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// Runs commands on accounts, for all services. Effects outside the store come only after the write: a vendor is asked
/// after the attempt was counted, and the caller sends the message.
/// </summary>
internal sealed class AccountEngine(
    WriteLoop loop,
    AccountQueue queue,
    AccountVault vault,
    FactorMethodRegistry methods,
    VendorInquiry vendors,
    IOptions<TwoFactorOptions> options,
    IOptions<TwoFactorStart> start,
    TimeProvider clock,
    ILogger<AccountEngine> logger
)
{
    // While attempts at a locked account wait for one another, nine tenths of the time the account rests. So a flood at
    // one account takes a tenth of what one task takes from the other users (decision 0092).
    private const int RestPerTurn = 9;

    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromMilliseconds(100);

    /// <summary>The start checks run before the first operation, also without a host.</summary>
    public TwoFactorStart Start { get; } = start.Value;

    public FactorMethodRegistry Methods => methods;

    public TwoFactorOptions Options { get; } = options.Value;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads an account without changing it; an empty one if the user has none.</summary>
    public async ValueTask<TwoFactorAccount> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        UserIds.ThrowIfBad(userId);
        return (await vault.LoadOrNewAsync(userId, cancellationToken).ConfigureAwait(false)).Account;
    }

    /// <summary>Runs a command that sends nothing.</summary>
    public async ValueTask<TResult> ExecuteAsync<TResult>(
        AccountCommand<TResult> command,
        CancellationToken cancellationToken
    ) => (await RunAsync(command, cancellationToken).ConfigureAwait(false)).Result;

    /// <summary>Runs a command, and returns the message that it wants to send.</summary>
    public async ValueTask<Executed<TResult>> RunAsync<TResult>(
        AccountCommand<TResult> command,
        CancellationToken cancellationToken
    )
    {
        UserIds.ThrowIfBad(command.UserId);
        var executed = await TakeTurnAsync(command, null, cancellationToken).ConfigureAwait(false);
        if (executed.Question is { } question)
            executed = await DecideAsync(command, question, cancellationToken).ConfigureAwait(false);

        return executed.Refusal is { } refusal
            ? new(await RefuseAsync(command, executed.Send!.Factor, refusal, cancellationToken).ConfigureAwait(false))
            : executed;
    }

    // A separate write takes the failure back before the command goes on, because the command may still refuse for
    // other reasons.
    private async ValueTask<Executed<TResult>> DecideAsync<TResult>(
        AccountCommand<TResult> command,
        RemoteQuestion question,
        CancellationToken cancellationToken
    )
    {
        var verdict = await vendors.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (verdict.Result is RemoteCheckResult.Right or RemoteCheckResult.NotAsked)
        {
            var settle = new SettleRemoteCommand { UserId = command.UserId, Verdict = verdict };
            await TakeTurnAsync(settle, null, CancellationToken.None).ConfigureAwait(false);
        }

        return await TakeTurnAsync(command, verdict, CancellationToken.None).ConfigureAwait(false);
    }

    // The turn is not held while a vendor is asked, so that others need not wait for the vendor.
    private async ValueTask<Executed<TResult>> TakeTurnAsync<TResult>(
        AccountCommand<TResult> command,
        RemoteVerdict? verdict,
        CancellationToken cancellationToken
    )
    {
        var isUrgent = command.IsUrgent || verdict is not null || command is SettleRemoteCommand;
        var turn = await queue.EnterAsync(command.UserId, isUrgent, cancellationToken).ConfigureAwait(false);
        if (turn is null)
            return new(command.Contended);

        var rest = TimeSpan.Zero;
        try
        {
            var began = Stopwatch.GetTimestamp();
            var executed = await loop.RunAsync(command, verdict, cancellationToken).ConfigureAwait(false);
            if (command.IsLockedOut(executed.Result))
                rest = RestAfter(Stopwatch.GetElapsedTime(began));

            return executed;
        }
        finally
        {
            queue.Leave(turn, rest);
        }
    }

    // A read alone can be quicker than a timer, and would not rest at all.
    private static TimeSpan RestAfter(TimeSpan turn) =>
        TimeSpan.FromTicks(Math.Clamp((turn * RestPerTurn).Ticks, s_shortestRest.Ticks, s_longestRest.Ticks));

    private async ValueTask<TResult> RefuseAsync<TResult>(
        AccountCommand<TResult> command,
        Factor factor,
        SendClearance clearance,
        CancellationToken cancellationToken
    )
    {
        TwoFactorTelemetry.SendRefused(factor.Method, clearance.Reason!);
        logger.SendRefused(factor.Method, clearance.Reason!);
        var refused = new SendRefusedCommand
        {
            UserId = command.UserId,
            Factor = factor,
            Clearance = clearance,
        };
        var wait = (await TakeTurnAsync(refused, null, cancellationToken).ConfigureAwait(false)).Result;
        return command.Throttled(clearance.RetryAfter is { } asked && asked > wait ? asked : wait);
    }
}
