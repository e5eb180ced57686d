using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Identity's user manager, with the second factor in the library's accounts. If the app has its own user manager,
/// derive it from this class.
/// </summary>
/// <typeparam name="TUser">The app's user.</typeparam>
public class TwoFactorUserManager<TUser> : UserManager<TUser>
    where TUser : class
{
    private readonly IServiceProvider _services;

    /// <summary>Makes the manager, with what Identity's own is made with.</summary>
    /// <param name="store">The users.</param>
    /// <param name="optionsAccessor">Identity's options.</param>
    /// <param name="passwordHasher">Hashes passwords.</param>
    /// <param name="userValidators">Look at users.</param>
    /// <param name="passwordValidators">Look at passwords.</param>
    /// <param name="keyNormalizer">Normalizes names.</param>
    /// <param name="errors">Describes errors.</param>
    /// <param name="services">The services of the request.</param>
    /// <param name="logger">The log.</param>
    public TwoFactorUserManager(
        IUserStore<TUser> store,
        IOptions<IdentityOptions> optionsAccessor,
        IPasswordHasher<TUser> passwordHasher,
        IEnumerable<IUserValidator<TUser>> userValidators,
        IEnumerable<IPasswordValidator<TUser>> passwordValidators,
        ILookupNormalizer keyNormalizer,
        IdentityErrorDescriber errors,
        IServiceProvider services,
        ILogger<UserManager<TUser>> logger
    )
        : base(
            store,
            optionsAccessor,
            passwordHasher,
            userValidators,
            passwordValidators,
            keyNormalizer,
            errors,
            services,
            logger
        ) => _services = services;

    /// <inheritdoc/>
    public override bool SupportsUserTwoFactor => true;

    /// <inheritdoc/>
    public override bool SupportsUserAuthenticatorKey => true;

    /// <inheritdoc/>
    public override bool SupportsUserTwoFactorRecoveryCodes => true;

    internal IdentityBridge Bridge => _services.GetRequiredService<IdentityBridge>();

    internal SentCodes SentCodes => _services.GetRequiredService<SentCodes>();

    internal MoveIn MoveIn => _services.GetRequiredService<MoveIn>();

    internal IUserStore<TUser> OwnStore => Store;

    internal Task<MoveInState> MoveInAsync(TUser user) => MoveIn.AtSignInAsync(this, Store, user);

    internal Task<MoveInState> FindStateAsync(TUser user) => MoveIn.FindAsync(this, Store, user);

    /// <summary>Whether the user has a second factor, here or in Identity still.</summary>
    /// <param name="user">The user.</param>
    public override async Task<bool> GetTwoFactorEnabledAsync(TUser user) =>
        await FindStateAsync(user).ConfigureAwait(false) != MoveInState.None;

    /// <summary>
    /// With false, removes all factors in one write; the policy may refuse. With true, only checks that a factor is
    /// confirmed.
    /// </summary>
    /// <param name="user">The user, who is signed in.</param>
    /// <param name="enabled">Whether to have one.</param>
    public override async Task<IdentityResult> SetTwoFactorEnabledAsync(TUser user, bool enabled)
    {
        var state = await FindStateAsync(user).ConfigureAwait(false);
        if (enabled)
        {
            if (state == MoveInState.Moved)
                await MoveIn.MirrorAsync(this, Store, user).ConfigureAwait(false);

            return state == MoveInState.None
                ? IdentityBridge.Failed("TwoFactorNotConfirmed", "Confirm an authenticator app with a code first.")
                : IdentityResult.Success;
        }

        if (state == MoveInState.Old)
            return await base.SetTwoFactorEnabledAsync(user, enabled).ConfigureAwait(false);

        var result = await Bridge
            .RemoveAllAsync(await GetUserIdAsync(user).ConfigureAwait(false))
            .ConfigureAwait(false);
        return result.Succeeded
            ? await IdentityUserStore.SetEnabledAsync(Store, user, false).ConfigureAwait(false)
            : result;
    }

    /// <summary>
    /// The key of the authenticator app that is being set up, for the user who is signed in; null if there is none. The
    /// key of an active app is never shown again.
    /// </summary>
    /// <param name="user">The user.</param>
    public override async Task<string?> GetAuthenticatorKeyAsync(TUser user) =>
        Bridge.State.UsesOldKey
            ? await base.GetAuthenticatorKeyAsync(user).ConfigureAwait(false)
            : await Bridge.PendingKeyAsync(await GetUserIdAsync(user).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Begins to set up an authenticator app. An active one stays until the new one is confirmed.</summary>
    /// <param name="user">The user, who is signed in.</param>
    public override async Task<IdentityResult> ResetAuthenticatorKeyAsync(TUser user) =>
        await Bridge.BeginAsync(await GetUserIdAsync(user).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>
    /// The providers whose codes the user's factors take. For a user whose second factor is in the library, Identity's
    /// e-mail provider stands for the method <c>email</c>, and its phone provider for <c>sms</c>.
    /// </summary>
    /// <param name="user">The user.</param>
    public override async Task<IList<string>> GetValidTwoFactorProvidersAsync(TUser user)
    {
        var state = await FindStateAsync(user).ConfigureAwait(false);
        if (state == MoveInState.Moved)
        {
            var status = await Bridge
                .StatusAsync(await GetUserIdAsync(user).ConfigureAwait(false))
                .ConfigureAwait(false);
            var own = SentCodes.ProvidersOf<TUser>(status, Options.Tokens);

            // Without any provider, Identity would take the password alone, e.g. of a user who has only a passkey.
            return own.Count > 0 ? own : [Options.Tokens.AuthenticatorTokenProvider];
        }

        var providers = await WithOldKeyAsync(() => base.GetValidTwoFactorProvidersAsync(user)).ConfigureAwait(false);

        // If a user could not move, the missing provider must not let the user in with the password alone.
        return state == MoveInState.Old && providers.Count == 0
            ? [Options.Tokens.AuthenticatorTokenProvider]
            : providers;
    }

    /// <summary>
    /// Makes a code, for the page to send. For a user whose second factor is in the library, the library sends the code
    /// of an e-mail or phone factor itself, and the page gets nothing to send.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="tokenProvider">Identity's name of the provider.</param>
    /// <returns>The code; empty if the library sends it, or may not send it now (the log says why).</returns>
    public override async Task<string> GenerateTwoFactorTokenAsync(TUser user, string tokenProvider)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (
            await FindStateAsync(user).ConfigureAwait(false) != MoveInState.Moved
            || await FindSentAsync(user, tokenProvider).ConfigureAwait(false) is not { } factorId
        )
            return await base.GenerateTwoFactorTokenAsync(user, tokenProvider).ConfigureAwait(false);

        await SentCodes
            .SendAsync(await GetUserIdAsync(user).ConfigureAwait(false), factorId, tokenProvider)
            .ConfigureAwait(false);
        return "";
    }

    /// <summary>
    /// Checks a code. It finishes a sign-in, confirms the authenticator app that is being set up, or else is a step-up.
    /// For a user whose second factor is in the library, Identity's e-mail and phone providers take the codes of the
    /// library's factors; all other codes are refused.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="tokenProvider">Identity's name of the provider.</param>
    /// <param name="token">The code as typed.</param>
    public override async Task<bool> VerifyTwoFactorTokenAsync(TUser user, string tokenProvider, string token)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(token);
        var state = await FindStateAsync(user).ConfigureAwait(false);
        if (state == MoveInState.Old)
            return await WithOldKeyAsync(() => base.VerifyTwoFactorTokenAsync(user, tokenProvider, token))
                .ConfigureAwait(false);

        if (tokenProvider != Options.Tokens.AuthenticatorTokenProvider)
        {
            if (state == MoveInState.None)
                return await base.VerifyTwoFactorTokenAsync(user, tokenProvider, token).ConfigureAwait(false);

            if (await FindSentAsync(user, tokenProvider).ConfigureAwait(false) is { } factorId)
                return await Bridge
                    .VerifySentAsync(await GetUserIdAsync(user).ConfigureAwait(false), token, factorId)
                    .ConfigureAwait(false);

            Bridge.Logger.ProviderRefused(tokenProvider);
            return false;
        }

        var accepted = await Bridge
            .VerifyAsync(await GetUserIdAsync(user).ConfigureAwait(false), token)
            .ConfigureAwait(false);
        if (accepted && Bridge.State.RecoveryCodes is not null)
            await MoveIn.MirrorAsync(this, Store, user).ConfigureAwait(false);

        return accepted;
    }

    /// <inheritdoc/>
    public override async Task<int> CountRecoveryCodesAsync(TUser user) =>
        await FindStateAsync(user).ConfigureAwait(false) == MoveInState.Old
            ? await base.CountRecoveryCodesAsync(user).ConfigureAwait(false)
            : await Bridge
                .CountRecoveryCodesAsync(await GetUserIdAsync(user).ConfigureAwait(false))
                .ConfigureAwait(false);

    /// <summary>
    /// New recovery codes. The first call after enrolment returns those that came with the first factor. Empty if the
    /// session is not fresh enough.
    /// </summary>
    /// <param name="user">The user, who is signed in.</param>
    /// <param name="number">Not used: the library's option says how many there are.</param>
    public override async Task<IEnumerable<string>?> GenerateNewTwoFactorRecoveryCodesAsync(TUser user, int number) =>
        await Bridge.RecoveryCodesAsync(await GetUserIdAsync(user).ConfigureAwait(false)).ConfigureAwait(false);

    /// <inheritdoc/>
    public override async Task<IdentityResult> RedeemTwoFactorRecoveryCodeAsync(TUser user, string code)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(code);
        if (await FindStateAsync(user).ConfigureAwait(false) == MoveInState.Old)
            return await base.RedeemTwoFactorRecoveryCodeAsync(user, code).ConfigureAwait(false);

        return await Bridge.RedeemAsync(await GetUserIdAsync(user).ConfigureAwait(false), code).ConfigureAwait(false)
            ? IdentityResult.Success
            : IdentityResult.Failed(ErrorDescriber.RecoveryCodeRedemptionFailed());
    }

    /// <summary>Counts a wrong password. A wrong second factor is counted by the library alone.</summary>
    /// <param name="user">The user.</param>
    public override Task<IdentityResult> AccessFailedAsync(TUser user) =>
        Bridge.State is { IsSecondFactor: true, Verification: not null }
            ? Task.FromResult(IdentityResult.Success)
            : base.AccessFailedAsync(user);

    /// <summary>
    /// Whether Identity has locked the user. While a second factor is checked: also whether the library has.
    /// </summary>
    /// <param name="user">The user.</param>
    public override async Task<bool> IsLockedOutAsync(TUser user) =>
        Bridge.State is { IsSecondFactor: true, Verification.Outcome: TwoFactorOutcome.Locked }
        || await base.IsLockedOutAsync(user).ConfigureAwait(false);

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangePasswordAsync(TUser user, string currentPassword, string newPassword) =>
        EndAsync(user, base.ChangePasswordAsync(user, currentPassword, newPassword), "the password changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> ResetPasswordAsync(TUser user, string token, string newPassword) =>
        EndAsync(user, base.ResetPasswordAsync(user, token, newPassword), "the password was reset");

    /// <inheritdoc/>
    public override Task<IdentityResult> AddPasswordAsync(TUser user, string password) =>
        EndAsync(user, base.AddPasswordAsync(user, password), "a password was added");

    /// <inheritdoc/>
    public override Task<IdentityResult> RemovePasswordAsync(TUser user) =>
        EndAsync(user, base.RemovePasswordAsync(user), "the password was removed");

    /// <inheritdoc/>
    public override Task<IdentityResult> UpdateSecurityStampAsync(TUser user) =>
        EndAsync(user, base.UpdateSecurityStampAsync(user), "the security stamp changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> SetUserNameAsync(TUser user, string? userName) =>
        EndAsync(user, base.SetUserNameAsync(user, userName), "the user name changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> SetEmailAsync(TUser user, string? email) =>
        EndAsync(user, base.SetEmailAsync(user, email), "the e-mail address changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangeEmailAsync(TUser user, string newEmail, string token) =>
        EndAsync(user, base.ChangeEmailAsync(user, newEmail, token), "the e-mail address changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> SetPhoneNumberAsync(TUser user, string? phoneNumber) =>
        EndAsync(user, base.SetPhoneNumberAsync(user, phoneNumber), "the phone number changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> ChangePhoneNumberAsync(TUser user, string phoneNumber, string token) =>
        EndAsync(user, base.ChangePhoneNumberAsync(user, phoneNumber, token), "the phone number changed");

    /// <inheritdoc/>
    public override Task<IdentityResult> RemoveLoginAsync(TUser user, string loginProvider, string providerKey) =>
        EndAsync(user, base.RemoveLoginAsync(user, loginProvider, providerKey), "an external login was removed");

    /// <summary>
    /// Adds a passkey, or updates one. A passkey that verifies its user lets in without a second factor (see
    /// <see cref="TwoFactorIdentityOptions.PasskeyIsMultiFactor"/>). So for a user who has a second factor, a new one
    /// asks for a session that passed password and second factor within
    /// <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>; else the result has the error <c>TwoFactorProof</c>.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="passkey">The passkey.</param>
    public override async Task<IdentityResult> AddOrUpdatePasskeyAsync(TUser user, UserPasskeyInfo passkey)
    {
        ArgumentNullException.ThrowIfNull(passkey);
        var isNew = await GetPasskeyAsync(user, passkey.CredentialId).ConfigureAwait(false) is null;
        return
            isNew
            && !await Bridge.MayAddPasskeyAsync(await GetUserIdAsync(user).ConfigureAwait(false)).ConfigureAwait(false)
            ? IdentityBridge.Failed(
                "TwoFactorProof",
                "Sign in again with your password and your second factor, and then add the passkey."
            )
            : await base.AddOrUpdatePasskeyAsync(user, passkey).ConfigureAwait(false);
    }

    /// <summary>Deletes the user, and erases what the library knows of the user.</summary>
    /// <param name="user">The user.</param>
    public override async Task<IdentityResult> DeleteAsync(TUser user)
    {
        var userId = await GetUserIdAsync(user).ConfigureAwait(false);
        var result = await base.DeleteAsync(user).ConfigureAwait(false);
        if (result.Succeeded)
            await Bridge.EraseAsync(userId).ConfigureAwait(false);

        return result;
    }

    private async Task<string?> FindSentAsync(TUser user, string provider) =>
        await SentCodes
            .FindFactorAsync<TUser>(await GetUserIdAsync(user).ConfigureAwait(false), Options.Tokens, provider)
            .ConfigureAwait(false);

    private async Task<IdentityResult> EndAsync(TUser user, Task<IdentityResult> change, string reason)
    {
        var result = await change.ConfigureAwait(false);
        if (result.Succeeded)
            await Bridge
                .EndSessionsAsync(await GetUserIdAsync(user).ConfigureAwait(false), reason)
                .ConfigureAwait(false);

        return result;
    }

    private async Task<T> WithOldKeyAsync<T>(Func<Task<T>> act)
    {
        Bridge.State.UsesOldKey = true;
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            Bridge.State.UsesOldKey = false;
        }
    }
}
