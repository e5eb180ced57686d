namespace TwoFactor.Methods;

/// <summary>
/// The optional power of an <see cref="IFactorMethod"/> whose vendor makes and checks the codes. The engine charges the
/// attempt before it asks, lets no other attempt of the user in until the answer is there, and gives the charge back if
/// the code is right: no guess is free, also when the process dies in between. <see cref="IFactorMethod.Check"/> of
/// such a method says <see cref="FactorCheck.Wrong"/>.
/// </summary>
public interface IRemoteFactorMethod : IFactorMethod
{
    /// <summary>Asks the vendor. Called at most once per attempt, after the attempt was charged.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Cancels the asking; the attempt stays charged.</param>
    /// <returns>What the vendor says. An exception is taken for <see cref="RemoteCheckResult.Unknown"/>.</returns>
    ValueTask<RemoteCheckResult> CheckAsync(FactorAttempt attempt, CancellationToken cancellationToken);
}
