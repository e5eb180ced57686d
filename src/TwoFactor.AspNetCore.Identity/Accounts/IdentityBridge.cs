using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>What both managers ask of the library, for one request.</summary>
internal sealed class IdentityBridge(
    IEnrollmentService enrollment,
    IVerificationService verification,
    ISignInService signIns,
    IAdministrationService administration,
    IHttpContextAccessor accessor,
    SignInState state,
    IOptions<TwoFactorIdentityOptions> options,
    ILogger<IdentityBridge> logger
)
{
    /// <summary>
    /// The id of a factor that no user has. With it, a code is checked only against recovery codes and temporary codes.
    /// </summary>
    private const string NoFactor = "backup";

    // MapIdentityApi fails if there is no key.
    private const string Withheld = "withheld";

    public const string Actor = "identity";

    public SignInState State => state;

    public ILogger Logger => logger;

    public HttpContext? Context => accessor.HttpContext;

    public Task<TwoFactorStatus> StatusAsync(string userId) => enrollment.GetStatusAsync(userId, Aborted);

    /// <summary>The session of this user in this request; null if there is none.</summary>
    public async Task<TwoFactorSession?> SessionAsync(string userId) =>
        Context is { } context
        && await context.GetTwoFactorSessionAsync().ConfigureAwait(false) is { } session
        && session.UserId == userId
            ? session
            : null;

    /// <summary>The challenge of the sign-in that waits for a code; null if none waits.</summary>
    public async Task<string?> FindChallengeAsync() =>
        state.ChallengeId ??= Context is { } context
            ? await HalfSignedIn.ChallengeAsync(context, state).ConfigureAwait(false)
            : null;

    /// <summary>
    /// The key that may be shown: that of the authenticator app that is being set up. The key of an active app is never
    /// shown. Endpoints cannot answer "no key", so they get a text that is not a valid key.
    /// </summary>
    public async Task<string?> PendingKeyAsync(string userId)
    {
        if (await SessionAsync(userId).ConfigureAwait(false) is not { } session)
            return null;

        var pending = await session.GetPendingAsync().ConfigureAwait(false);
        if (pending.Succeeded)
            return pending.Secret;

        var hasNone = session.IsPasswordFresh && !(await session.GetStatusAsync().ConfigureAwait(false)).Enabled;
        return IsPage() || hasNone ? null : Withheld;
    }

    /// <summary>Begins to set an authenticator app up; an active one stays until the new one is confirmed.</summary>
    public async Task<IdentityResult> BeginAsync(string userId)
    {
        if (await SessionAsync(userId).ConfigureAwait(false) is not { } session)
            return Failed("TwoFactorSession", "Only users who are signed in can set up an authenticator app.");

        var status = await session.GetStatusAsync().ConfigureAwait(false);
        var active = status.Factors.FirstOrDefault(f =>
            f.Method == FactorMethodNames.Totp && f.Status == FactorStatus.Active
        );
        var result = await session
            .EnrollAsync(FactorMethodNames.Totp, replacesFactorId: active?.FactorId)
            .ConfigureAwait(false);
        return result.Succeeded ? IdentityResult.Success : Failed(result.Outcome);
    }

    /// <summary>
    /// Checks a code of the user's authenticator app. It finishes a sign-in, confirms the app that is being set up, or
    /// else is a step-up.
    /// </summary>
    public async Task<bool> VerifyAsync(string userId, string code)
    {
        if (state.IsSecondFactor)
            return await FinishAsync(userId, code, null).ConfigureAwait(false);

        if (await SessionAsync(userId).ConfigureAwait(false) is not { } session)
            return await StepUpAsync(userId, code, null).ConfigureAwait(false);

        var status = await session.GetStatusAsync().ConfigureAwait(false);
        var pending = status.Factors.LastOrDefault(f =>
            f.Method == FactorMethodNames.Totp && f.Status == FactorStatus.Pending
        );
        if (pending is null)
            return (await session.VerifyAsync(code).ConfigureAwait(false)).Succeeded;

        var confirmed = await session.ConfirmAsync(pending.FactorId, code).ConfigureAwait(false);
        state.RecoveryCodes = confirmed.RecoveryCodes;
        return confirmed.Succeeded;
    }

    /// <summary>Checks a code that was sent, against its own factor.</summary>
    public async Task<bool> VerifySentAsync(string userId, string code, string factorId)
    {
        if (state.IsSecondFactor)
            return await FinishAsync(userId, code, factorId).ConfigureAwait(false);

        return await SessionAsync(userId).ConfigureAwait(false) is { } session
            ? (await session.VerifyAsync(code, factorId).ConfigureAwait(false)).Succeeded
            : await StepUpAsync(userId, code, factorId).ConfigureAwait(false);
    }

    /// <summary>Checks a recovery code.</summary>
    public Task<bool> RedeemAsync(string userId, string code) =>
        state.IsSecondFactor ? FinishAsync(userId, code, NoFactor) : StepUpAsync(userId, code, NoFactor);

    /// <summary>Removes all factors, in one write.</summary>
    public async Task<IdentityResult> RemoveAllAsync(string userId)
    {
        if (await SessionAsync(userId).ConfigureAwait(false) is not { } session)
            return Failed(
                "TwoFactorSession",
                "Only users who are signed in can turn their second factor off. For others call IResetService."
            );

        var result = await session.RemoveAsync(RemovalRequest.AllFactors).ConfigureAwait(false);
        if (result.Succeeded || result.Outcome == TwoFactorOutcome.NotFound)
            return IdentityResult.Success;

        state.Refusal = result.Outcome;
        return Failed(result.Outcome);
    }

    /// <summary>The codes that came with a confirmation, once; or else new ones. Empty if that is refused.</summary>
    public async Task<IEnumerable<string>> RecoveryCodesAsync(string userId)
    {
        if (state.RecoveryCodes is { } fresh)
        {
            state.RecoveryCodes = null;
            return fresh;
        }

        if (await SessionAsync(userId).ConfigureAwait(false) is not { } session)
            return [];

        var result = await session.RegenerateRecoveryCodesAsync().ConfigureAwait(false);
        return result.RecoveryCodes ?? [];
    }

    /// <summary>Codes that were not handed out yet count as none: pages then ask for them.</summary>
    public async Task<int> CountRecoveryCodesAsync(string userId) =>
        state.RecoveryCodes is not null ? 0 : (await StatusAsync(userId).ConfigureAwait(false)).RecoveryCodesLeft;

    /// <summary>
    /// Whether a passkey may be added now. One that verifies its user lets in without a second factor, so for a user
    /// who has one it asks for the same proof as every other factor.
    /// </summary>
    public async Task<bool> MayAddPasskeyAsync(string userId) =>
        !options.Value.PasskeyIsMultiFactor
        || !(await StatusAsync(userId).ConfigureAwait(false)).Enabled
        || await SessionAsync(userId).ConfigureAwait(false) is { IsPasswordFresh: true, IsSecondFactorFresh: true };

    /// <summary>What moves Identity's security stamp ends the library's sessions too.</summary>
    public async Task EndSessionsAsync(string userId, string reason)
    {
        var outcome = await signIns.EndSessionsAsync(userId, reason, CancellationToken.None).ConfigureAwait(false);
        if (outcome == TwoFactorOutcome.Accepted)
            state.Bumps++;
    }

    public async Task EraseAsync(string userId) =>
        await administration
            .EraseAsync(
                new()
                {
                    UserId = userId,
                    Actor = Actor,
                    Reason = "the user was deleted",
                },
                CancellationToken.None
            )
            .ConfigureAwait(false);

    public static IdentityResult Failed(TwoFactorOutcome outcome) =>
        Failed(
            "TwoFactor",
            string.Create(CultureInfo.InvariantCulture, $"The second factor was not changed: {outcome.ToCode()}.")
        );

    public static IdentityResult Failed(string code, string description) =>
        IdentityResult.Failed(new IdentityError { Code = code, Description = description });

    // A half-signed-in cookie without a challenge is from before the library was added, or from another user. The user
    // must sign in again.
    private async Task<bool> FinishAsync(string userId, string code, string? factorId)
    {
        if (state.ChallengeId is not { } challengeId)
            return false;

        state.Verification = await verification
            .VerifyAsync(
                new()
                {
                    UserId = userId,
                    Code = code,
                    ChallengeId = challengeId,
                    FactorId = factorId,
                    Purpose = ChallengePurpose.SignIn,
                    RememberDevice = state.RememberDevice,
                },
                CancellationToken.None
            )
            .ConfigureAwait(false);

        // The session that begins is then for enrolment alone.
        return state.Verification.Succeeded || state.LeadsToEnrollment;
    }

    private async Task<bool> StepUpAsync(string userId, string code, string? factorId)
    {
        var request = new VerificationRequest
        {
            UserId = userId,
            Code = code,
            FactorId = factorId,
            Purpose = ChallengePurpose.StepUp,
        };
        return (await verification.VerifyAsync(request, CancellationToken.None).ConfigureAwait(false)).Succeeded;
    }

    private CancellationToken Aborted => Context?.RequestAborted ?? CancellationToken.None;

    private bool IsPage() => Context?.GetEndpoint()?.Metadata.GetMetadata<ActionDescriptor>() is not null;
}
