namespace TwoFactor.AspNetCore;

/// <summary>
/// Work that must be done for a user after the first factor and before the sign-in is decided, e.g. to move in a second
/// factor of another system. Register it as a scoped service. It runs in
/// <c>HttpContext.SignInWithTwoFactorAsync</c>, whoever calls that.
/// </summary>
public interface ISignInPreparation
{
    /// <summary>Prepares the user. An exception stops the sign-in: nobody is signed in.</summary>
    /// <param name="userId">The user, who has passed the first factor.</param>
    /// <param name="cancellationToken">The request's.</param>
    ValueTask PrepareAsync(string userId, CancellationToken cancellationToken);
}
