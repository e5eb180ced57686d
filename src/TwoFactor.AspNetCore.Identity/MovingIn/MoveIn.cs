using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Moves one user: first into the library, in one write, then Identity's columns. If it stops half-way, the next
/// sign-in finishes it. If several run at once, the user is moved once.
/// </summary>
internal sealed class MoveIn(
    IEnrollmentService enrollment,
    IAdministrationService administration,
    OldFactorReader reader,
    IdentityUserStore columns,
    IOptions<TwoFactorIdentityOptions> options,
    ILogger<MoveIn> logger
)
{
    /// <summary>Moves the user in if that is to be done at sign-in.</summary>
    public async Task<MoveInState> AtSignInAsync<TUser>(UserManager<TUser> users, IUserStore<TUser> store, TUser user)
        where TUser : class
    {
        var userId = await users.GetUserIdAsync(user).ConfigureAwait(false);
        var status = await enrollment.GetStatusAsync(userId).ConfigureAwait(false);
        if (await IdentityUserStore.IsReplacedAsync(store, user).ConfigureAwait(false))
        {
            if (status.Enabled)
                await IdentityUserStore.SetEnabledAsync(store, user, true).ConfigureAwait(false);

            return status.Enabled ? MoveInState.Moved : MoveInState.None;
        }

        var old = await IdentityUserStore.ReadAsync(store, user).ConfigureAwait(false);
        if (!status.Enabled)
        {
            if (!old.Enabled)
                return MoveInState.None;

            // A user who was reset must not get the old factor back from what is left in Identity.
            if (status.ResetAt is null)
            {
                if (!options.Value.MoveInAtSignIn)
                    return MoveInState.Old;

                if (await ImportAsync(store, user, userId, old).ConfigureAwait(false) is { } problem)
                {
                    logger.NotMoved(userId, problem);
                    return MoveInState.Old;
                }
            }
        }

        await ReplaceAsync(users, store, user, old).ConfigureAwait(false);
        return (await enrollment.GetStatusAsync(userId).ConfigureAwait(false)).Enabled
            ? MoveInState.Moved
            : MoveInState.None;
    }

    /// <summary>
    /// Where the user's second factor is kept. Nothing is moved. An old factor that was not moved still counts as a
    /// second factor.
    /// </summary>
    public async Task<MoveInState> FindAsync<TUser>(UserManager<TUser> users, IUserStore<TUser> store, TUser user)
        where TUser : class
    {
        var userId = await users.GetUserIdAsync(user).ConfigureAwait(false);
        var status = await enrollment.GetStatusAsync(userId).ConfigureAwait(false);
        if (status.Enabled)
            return MoveInState.Moved;

        return
            status.ResetAt is null
            && store is IUserTwoFactorStore<TUser> flags
            && await flags.GetTwoFactorEnabledAsync(user, CancellationToken.None).ConfigureAwait(false)
            && !await IdentityUserStore.IsReplacedAsync(store, user).ConfigureAwait(false)
            ? MoveInState.Old
            : MoveInState.None;
    }

    /// <summary>Takes over what Identity knows; null if it is done, or what is wrong with it.</summary>
    public async Task<string?> ImportAsync<TUser>(IUserStore<TUser> store, TUser user, string userId, OldFactor old)
        where TUser : class
    {
        var (import, problem) = await reader.ReadAsync(store, user, userId, old).ConfigureAwait(false);
        if (import is null)
            return problem;

        var result = await administration.ImportAsync(import, CancellationToken.None).ConfigureAwait(false);
        return result.Outcome is TwoFactorOutcome.Accepted or TwoFactorOutcome.Conflict
            ? null
            : result.Message ?? $"The import was answered {result.Outcome.ToCode()}.";
    }

    /// <summary>Keeps Identity's own columns in step with a factor that was set up here.</summary>
    public async Task MirrorAsync<TUser>(UserManager<TUser> users, IUserStore<TUser> store, TUser user)
        where TUser : class
    {
        if (await IdentityUserStore.IsReplacedAsync(store, user).ConfigureAwait(false))
            await IdentityUserStore.SetEnabledAsync(store, user, true).ConfigureAwait(false);
        else
            await ReplaceAsync(users, store, user, await IdentityUserStore.ReadAsync(store, user).ConfigureAwait(false))
                .ConfigureAwait(false);
    }

    /// <summary>
    /// Replaces Identity's key. If several requests do so at once, one succeeds; the others try again at the next
    /// sign-in if it is still needed.
    /// </summary>
    public async Task<bool> ReplaceAsync<TUser>(
        UserManager<TUser> users,
        IUserStore<TUser> store,
        TUser user,
        OldFactor old
    )
        where TUser : class
    {
        try
        {
            var decoy = users.GenerateNewAuthenticatorKey();
            var result = await columns.ReplaceAsync(store, user, old, decoy).ConfigureAwait(false);
            if (!result.Succeeded)
                logger.NotReplaced(null);

            return result.Succeeded;
        }
#pragma warning disable CA1031 // A store throws what its database throws. The user has moved; the rest can wait.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            logger.NotReplaced(e);
            return false;
        }
    }
}
