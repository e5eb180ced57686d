using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>
/// What every service calls: runs a command on an account. The world is acted on only after the write: a vendor is
/// asked once the attempt is charged, and a message is sent by whoever called.
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
    /// <summary>Warnings come before the first operation, also without a host.</summary>
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

    /// <summary>Runs a command, and hands back the message that it asks to send.</summary>
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

    // The charge is given back in a write of its own before the command goes on, which may refuse for reasons of its
    // own.
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

    // While a vendor is asked nobody's turn is held up.
    private async ValueTask<Executed<TResult>> TakeTurnAsync<TResult>(
        AccountCommand<TResult> command,
        RemoteVerdict? verdict,
        CancellationToken cancellationToken
    )
    {
        var isUrgent = command.IsUrgent || verdict is not null || command is SettleRemoteCommand;
        using var turn = await queue.EnterAsync(command.UserId, isUrgent, cancellationToken).ConfigureAwait(false);
        if (turn is null)
            return new(command.Contended);

        return await loop.RunAsync(command, verdict, cancellationToken).ConfigureAwait(false);
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
