namespace TwoFactor.Methods;

/// <summary>
/// An <see cref="IFactorMethod"/> whose vendor makes and checks the codes. The engine counts the attempt as a failure
/// before it asks the vendor, and takes that back if the code is right. Until the answer comes, no other attempt of the
/// user is accepted. So no guess is free, even if the process dies in between. <see cref="IFactorMethod.Check"/> of
/// such a method returns <see cref="FactorCheck.Wrong"/>.
/// </summary>
public interface IRemoteFactorMethod : IFactorMethod
{
    /// <summary>Asks the vendor. Called at most once per attempt, after the attempt was counted.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Cancels the request; the attempt stays counted.</param>
    /// <returns>The vendor's verdict. An exception is treated as <see cref="RemoteCheckResult.Unknown"/>.</returns>
    ValueTask<RemoteCheckResult> CheckAsync(FactorAttempt attempt, CancellationToken cancellationToken);
}
