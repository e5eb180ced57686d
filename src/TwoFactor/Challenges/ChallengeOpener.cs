namespace TwoFactor;

/// <summary>Runs a command that opens a challenge, then sends its code.</summary>
internal sealed class ChallengeOpener(AccountEngine engine, FactorDispatch dispatch)
{
    public async ValueTask<TwoFactorChallenge> OpenAsync(
        AccountCommand<TwoFactorChallenge> command,
        CancellationToken cancellationToken
    )
    {
        var (result, send) = await engine.RunAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.Challenged(result.Method, result.Outcome);
        result.Delivery = await dispatch.SendAsync(command.UserId, send, cancellationToken).ConfigureAwait(false);
        return result;
    }
}
