using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Identity's sign-in manager, with the library's decision, challenge, limits, trusted devices and epoch. If the app
/// has its own sign-in manager, derive it from this class.
/// </summary>
/// <typeparam name="TUser">The app's user.</typeparam>
public class TwoFactorSignInManager<TUser> : SignInManager<TUser>
    where TUser : class
{
    private readonly TwoFactorUserManager<TUser> _users;

    /// <summary>Makes the manager, with what Identity's own is made with.</summary>
    /// <param name="userManager">The users: a <see cref="TwoFactorUserManager{TUser}"/>.</param>
    /// <param name="contextAccessor">The request.</param>
    /// <param name="claimsFactory">Makes principals.</param>
    /// <param name="optionsAccessor">Identity's options.</param>
    /// <param name="logger">The log.</param>
    /// <param name="schemes">The authentication schemes.</param>
    /// <param name="confirmation">Says whether a user is confirmed.</param>
    /// <exception cref="ArgumentException">
    /// The manager of users is not a <see cref="TwoFactorUserManager{TUser}"/>.
    /// </exception>
    public TwoFactorSignInManager(
        UserManager<TUser> userManager,
        IHttpContextAccessor contextAccessor,
        IUserClaimsPrincipalFactory<TUser> claimsFactory,
        IOptions<IdentityOptions> optionsAccessor,
        ILogger<SignInManager<TUser>> logger,
        IAuthenticationSchemeProvider schemes,
        IUserConfirmation<TUser> confirmation
    )
        : base(userManager, contextAccessor, claimsFactory, optionsAccessor, logger, schemes, confirmation) =>
        _users =
            userManager as TwoFactorUserManager<TUser>
            ?? throw new ArgumentException(
                $"The user manager is {userManager?.GetType()}. Derive it from TwoFactorUserManager, and call "
                    + "AddTwoFactor() last on the builder of Identity.",
                nameof(userManager)
            );

    private SignInState State => _users.Bridge.State;

    private SignInGate Gate => Context.RequestServices.GetRequiredService<SignInGate>();

    /// <inheritdoc/>
    protected override async Task<SignInResult> SignInOrTwoFactorAsync(
        TUser user,
        bool isPersistent,
        string? loginProvider = null,
        bool bypassTwoFactor = false
    )
    {
        // Either the passkey verified the user, or the host lets external logins bypass the second factor.
        if (bypassTwoFactor && Gate.MayBypass(loginProvider))
            return await base.SignInOrTwoFactorAsync(user, isPersistent, loginProvider, true).ConfigureAwait(false);

        // For a user who could not move, Identity's own second factor applies.
        if (await _users.MoveInAsync(user).ConfigureAwait(false) == MoveInState.Old)
            return await base.SignInOrTwoFactorAsync(user, isPersistent, loginProvider, false).ConfigureAwait(false);

        var principal = await CreateUserPrincipalAsync(user).ConfigureAwait(false);
        var userId = await UserManager.GetUserIdAsync(user).ConfigureAwait(false);
        var result = await Gate.EvaluateAsync(
                Context,
                principal,
                userId,
                AuthenticationScheme,
                loginProvider,
                bypassTwoFactor
            )
            .ConfigureAwait(false);
        if (result.DeviceToken is { } token)
            await DeviceCookie
                .WriteAsync(Context, userId, token, await StampAsync(user).ConfigureAwait(false))
                .ConfigureAwait(false);

        // A new sign-in ends the session that this browser had.
        if (result.Decision != SignInDecision.Allowed && SessionClaims.IsCookie(AuthenticationScheme))
            await Context.SignOutAsync(AuthenticationScheme).ConfigureAwait(false);

        return result.Decision switch
        {
            SignInDecision.Denied => result.Reason == SignInReasons.Throttled
                ? SignInResult.Failed
                : SignInResult.LockedOut,
            _ => await base.SignInOrTwoFactorAsync(
                    user,
                    isPersistent,
                    loginProvider,
                    result.Decision != SignInDecision.Challenge
                )
                .ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public override Task<SignInResult> TwoFactorAuthenticatorSignInAsync(
        string code,
        bool isPersistent,
        bool rememberClient
    ) => FinishAsync(rememberClient, () => base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient));

    /// <inheritdoc/>
    public override Task<SignInResult> TwoFactorSignInAsync(
        string provider,
        string code,
        bool isPersistent,
        bool rememberClient
    ) => FinishAsync(rememberClient, () => base.TwoFactorSignInAsync(provider, code, isPersistent, rememberClient));

    /// <inheritdoc/>
    public override async Task<SignInResult> TwoFactorRecoveryCodeSignInAsync(string recoveryCode)
    {
        // Identity itself accepts a recovery code while the user is locked.
        if (
            await GetTwoFactorAuthenticationUserAsync().ConfigureAwait(false) is { } user
            && await PreSignInCheck(user).ConfigureAwait(false) is { } refused
        )
            return refused;

        return await FinishAsync(false, () => base.TwoFactorRecoveryCodeSignInAsync(recoveryCode))
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        State.IsPasskey = PasskeyAnswer.IsUserVerified(credentialJson);
        try
        {
            return await base.PasskeySignInAsync(credentialJson).ConfigureAwait(false);
        }
        finally
        {
            State.IsPasskey = false;
        }
    }

    /// <summary>Whether the device is trusted: in a sign-in, whether that has decided it.</summary>
    /// <param name="user">The user.</param>
    public override async Task<bool> IsTwoFactorClientRememberedAsync(TUser user)
    {
        if (State.Evaluation is { } evaluation)
            return evaluation.Decision != SignInDecision.Challenge;

        var userId = await UserManager.GetUserIdAsync(user).ConfigureAwait(false);
        if (await _users.FindStateAsync(user).ConfigureAwait(false) == MoveInState.Old)
            return await base.IsTwoFactorClientRememberedAsync(user).ConfigureAwait(false);

        return await DeviceCookie.ReadAsync(Context, userId).ConfigureAwait(false) is { } token
            && await Gate.IsTrustedAsync(userId, DeviceCookie.IdOf(token)).ConfigureAwait(false);
    }

    /// <summary>Remembers the device, if the library trusts it since the code of this request.</summary>
    /// <param name="user">The user.</param>
    public override async Task RememberTwoFactorClientAsync(TUser user)
    {
        if (await _users.FindStateAsync(user).ConfigureAwait(false) == MoveInState.Old)
            await base.RememberTwoFactorClientAsync(user).ConfigureAwait(false);
        else if (State.Verification?.DeviceToken is { } token)
            await DeviceCookie
                .WriteAsync(
                    Context,
                    await UserManager.GetUserIdAsync(user).ConfigureAwait(false),
                    token,
                    await StampAsync(user).ConfigureAwait(false)
                )
                .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task ForgetTwoFactorClientAsync()
    {
        if (
            UserManager.GetUserId(Context.User) is { } userId
            && await DeviceCookie.ReadAsync(Context, userId).ConfigureAwait(false) is { } token
        )
            await Gate.RevokeAsync(userId, DeviceCookie.IdOf(token)).ConfigureAwait(false);

        await base.ForgetTwoFactorClientAsync().ConfigureAwait(false);
    }

    /// <summary>Writes the session anew; what it proved, and its epoch, go on.</summary>
    /// <param name="user">The user.</param>
    public override async Task RefreshSignInAsync(TUser user)
    {
        State.IsRefresh = true;
        try
        {
            await base.RefreshSignInAsync(user).ConfigureAwait(false);
        }
        finally
        {
            State.IsRefresh = false;
        }
    }

    /// <inheritdoc/>
    public override async Task SignInWithClaimsAsync(
        TUser user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims
    )
    {
        var userId = await UserManager.GetUserIdAsync(user).ConfigureAwait(false);
        var claims = State.IsRefresh
            ? await Gate.RenewAsync(Context, userId, AuthenticationScheme, additionalClaims).ConfigureAwait(false)
            : await Gate.BeginAsync(
                    Context,
                    () => CreateUserPrincipalAsync(user),
                    userId,
                    AuthenticationScheme,
                    additionalClaims,
                    await _users.FindStateAsync(user).ConfigureAwait(false)
                )
                .ConfigureAwait(false);
        await base.SignInWithClaimsAsync(user, authenticationProperties, claims).ConfigureAwait(false);
    }

    /// <summary>Whether the session is still valid: by Identity's security stamp, and by the library's epoch.</summary>
    /// <param name="principal">The session.</param>
    public override async Task<TUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal)
    {
        var user = await base.ValidateSecurityStampAsync(principal).ConfigureAwait(false);
        return
            user is not null
            && SessionClaims.EpochOf(principal!) is { } epoch
            && (await _users.Bridge.StatusAsync(UserManager.GetUserId(principal!)!).ConfigureAwait(false)).Epoch
                != epoch
            ? null
            : user;
    }

    private async Task<SignInResult> FinishAsync(bool rememberDevice, Func<Task<SignInResult>> act)
    {
        State.IsSecondFactor = true;
        State.RememberDevice = rememberDevice;
        await _users.Bridge.FindChallengeAsync().ConfigureAwait(false);
        try
        {
            var result = await act().ConfigureAwait(false);
            return !result.Succeeded && State.Verification?.Outcome == TwoFactorOutcome.Locked
                ? SignInResult.LockedOut
                : result;
        }
        finally
        {
            State.IsSecondFactor = false;
        }
    }

    private async Task<Claim?> StampAsync(TUser user) =>
        UserManager.SupportsUserSecurityStamp
            ? new(
                Options.ClaimsIdentity.SecurityStampClaimType,
                await UserManager.GetSecurityStampAsync(user).ConfigureAwait(false)
            )
            : null;
}
