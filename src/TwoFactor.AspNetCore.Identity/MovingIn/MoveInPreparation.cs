namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Moves a user in whom a page signs in past the sign-in manager. Without this, such a page would take a user of
/// Identity's own second factor for one without.
/// </summary>
internal sealed class MoveInPreparation<TUser>(UserManager<TUser> users) : ISignInPreparation
    where TUser : class
{
    public async ValueTask PrepareAsync(string userId, CancellationToken cancellationToken)
    {
        var manager = (TwoFactorUserManager<TUser>)users;
        if (
            await manager.FindByIdAsync(userId).ConfigureAwait(false) is { } user
            && await manager.MoveInAsync(user).ConfigureAwait(false) == MoveInState.Old
        )
            throw new InvalidOperationException(
                $"User '{userId}' has a second factor of Identity that has not moved in, and SignInWithTwoFactorAsync "
                    + "cannot ask for it. Nobody was signed in. Sign the user in with SignInManager, or move the user: "
                    + "set MoveInAtSignIn, or run 'two-factor migrate --dry-run' for the reason why that fails."
            );
    }
}
