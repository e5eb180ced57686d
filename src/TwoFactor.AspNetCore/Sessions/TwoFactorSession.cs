using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// A signed-in user, and everything that users do with their own second factor. Get it with
/// <c>HttpContext.GetTwoFactorSessionAsync()</c>. The proof for each change comes from the session. After a change this
/// session continues, and all others of the user end.
/// </summary>
public sealed class TwoFactorSession
{
    internal const string SecondFactor = "second_factor";

    private readonly HttpContext _context;
    private readonly TwoFactorSessionServices _services;
    private readonly SessionCredential _credential;

    internal TwoFactorSession(
        HttpContext context,
        TwoFactorSessionServices services,
        Subject subject,
        AuthenticationProperties? properties,
        string? scheme
    )
    {
        _context = context;
        _services = services;
        _credential = new(context, services, subject, properties, scheme);
    }

    /// <summary>The user's id.</summary>
    public string UserId => Subject.UserId;

    /// <summary>
    /// Whether the password was entered within <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>. Every change
    /// requires it.
    /// </summary>
    public bool IsPasswordFresh => _credential.IsFresh(Subject.FirstFactorAt);

    /// <summary>
    /// Whether a second factor was verified within <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>. Every change
    /// requires it if a factor is active.
    /// </summary>
    public bool IsSecondFactorFresh => _credential.IsFresh(Subject.SecondFactorAt);

    /// <summary>The methods that the user can enrol.</summary>
    public IReadOnlyList<FactorMethodInfo> Methods => _services.Enrollment.GetMethods();

    /// <summary>
    /// What the host's scheme answered when the session was renewed, e.g. new bearer tokens; null for cookies.
    /// </summary>
    public JsonObject? TokenResponse => _credential.TokenResponse;

    /// <summary>Reads the state of the user's second factor.</summary>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    public Task<TwoFactorStatus> GetStatusAsync() =>
        _services.Enrollment.GetStatusAsync(UserId, _context.RequestAborted);

    /// <summary>Evaluates what the policy requires of the user, for the client of this session.</summary>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or a record cannot be decrypted.</exception>
    public Task<SignInEvaluation> GetRequirementAsync() =>
        _services.SignIns.PreviewAsync(_services.Facts.RequestOf(Subject), _context.RequestAborted);

    /// <summary>
    /// Call it after the host has checked the user's password, or other first factor, again. Changes are then allowed
    /// for <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>.
    /// </summary>
    public Task ReauthenticatedAsync() =>
        _credential.RenewAsync(s => s.Set(TwoFactorClaimTypes.AuthenticationTime, _services.Now));

    /// <summary>Starts to enrol a factor.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="name">What the user calls it, or null.</param>
    /// <param name="input">What the user typed, by the method's own names; empty for TOTP.</param>
    /// <param name="replacesFactorId">The active factor that it takes the place of, or null.</param>
    /// <param name="administratorCode">
    /// The temporary code of an administrator, where the first factor takes one
    /// (<see cref="FirstFactorProof.AdministratorCode"/>); or null.
    /// </param>
    /// <returns>The pending factor, or why there is none.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<EnrollmentResult> EnrollAsync(
        string method,
        string? name = null,
        IReadOnlyDictionary<string, string>? input = null,
        string? replacesFactorId = null,
        string? administratorCode = null
    )
    {
        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        var request = new EnrollmentRequest
        {
            UserId = UserId,
            Method = method,
            Name = name,
            AccountName = _services.Facts.AccountName(Subject.Principal),
            Input = input ?? new Dictionary<string, string>(StringComparer.Ordinal),
            ReplacesFactorId = replacesFactorId,
            Origin = RequestOrigins.Of(_context),
            Proof = _credential.Proof(administratorCode),
        };
        return await _services.Enrollment.EnrollAsync(request, _context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>
    /// Shows the authenticator app that is being set up again, for a page that is loaded anew. It can be shown until it
    /// is confirmed, and needs the same fresh proof as the beginning.
    /// </summary>
    /// <returns>
    /// What <see cref="EnrollAsync"/> answered; <see cref="TwoFactorOutcome.NotFound"/> if none is pending.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    public Task<EnrollmentResult> GetPendingAsync() =>
        _services.Enrollment.GetPendingAsync(
            UserId,
            _services.Facts.AccountName(Subject.Principal),
            _credential.Proof(),
            _context.RequestAborted
        );

    /// <summary>Sends the confirming code of a pending factor again, as a new one.</summary>
    /// <param name="factorId">The pending factor.</param>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<TwoFactorChallenge> ResendAsync(string factorId) =>
        MayChange()
            ? await _services
                .Enrollment.ResendAsync(UserId, factorId, RequestOrigins.Of(_context), _context.RequestAborted)
                .ConfigureAwait(false)
            : new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

    /// <summary>Confirms a pending factor.</summary>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="code">The code as typed.</param>
    /// <returns>The result. The user's first factor comes with recovery codes, shown once.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<ConfirmationResult> ConfirmAsync(string factorId, string code)
    {
        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        return await _credential
            .OnceAsync(
                $"confirm\n{UserId}\n{factorId}\n{code}",
                () => _services.Enrollment.ConfirmAsync(UserId, factorId, code, _context.RequestAborted),
                r => r.Succeeded,
                r => _credential.GoOnAsync(r.Epoch, r)
            )
            .ConfigureAwait(false);
    }

    /// <summary>Renames a factor. It needs no proof.</summary>
    /// <param name="factorId">The factor.</param>
    /// <param name="name">The new name, 1 to 64 characters without control characters.</param>
    /// <returns>The renamed factor, or the reason why it was not renamed.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<FactorChangeResult> RenameAsync(string factorId, string name) =>
        MayChange()
            ? await _services
                .Enrollment.RenameAsync(UserId, factorId, name, _context.RequestAborted)
                .ConfigureAwait(false)
            : Throttled;

    /// <summary>Removes a factor.</summary>
    /// <param name="factorId">
    /// The factor, active or pending; or <see cref="RemovalRequest.AllFactors"/>.
    /// </param>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<FactorChangeResult> RemoveAsync(string factorId)
    {
        if (!MayChange())
            return Throttled;

        var request = new RemovalRequest
        {
            UserId = UserId,
            FactorId = factorId,
            Proof = _credential.Proof(),
            Roles = _services.Facts.Roles(Subject.Principal),
            Groups = _services.Facts.AreGroupsIncomplete(Subject.Principal)
                ? null
                : _services.Facts.Groups(Subject.Principal),
        };
        var result = await _services.Enrollment.RemoveAsync(request, _context.RequestAborted).ConfigureAwait(false);
        if (result.Succeeded)
            await _credential.GoOnAsync(result.Epoch).ConfigureAwait(false);

        return result;
    }

    /// <summary>Creates new recovery codes and revokes the old ones.</summary>
    /// <returns>
    /// The new recovery codes, shown once; or the reason why there are none, e.g.
    /// <see cref="TwoFactorOutcome.ReauthenticationRequired"/> if the proof of the session is too old.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<FactorChangeResult> RegenerateRecoveryCodesAsync()
    {
        if (!MayChange())
            return Throttled;

        var result = await _services
            .Enrollment.RegenerateRecoveryCodesAsync(UserId, _credential.Proof(), _context.RequestAborted)
            .ConfigureAwait(false);
        if (result.Succeeded)
            await _credential.GoOnAsync(result.Epoch).ConfigureAwait(false);

        return result;
    }

    /// <summary>
    /// Asks for a second factor again (step-up): sends a code, or just opens a challenge if the method sends none.
    /// </summary>
    /// <param name="factorId">The factor; null takes the one used last, or else the oldest.</param>
    /// <returns>The challenge, or the reason why there is none.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<TwoFactorChallenge> ChallengeAsync(string? factorId = null)
    {
        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        var request = new ChallengeRequest
        {
            UserId = UserId,
            FactorId = factorId,
            Purpose = ChallengePurpose.StepUp,
            SessionId = Subject.SessionId,
            Origin = RequestOrigins.Of(_context),
        };
        return await _services.Challenges.ChallengeAsync(request, _context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>
    /// Verifies a second factor again (step-up), and records the time in the session. A trusted device does not replace
    /// it.
    /// </summary>
    /// <param name="code">The code as typed.</param>
    /// <param name="factorId">The factor that the user chose, or null.</param>
    /// <param name="challengeId">
    /// The challenge that it answers, from <see cref="ChallengeAsync"/>. A passkey's answer needs it; for a code it may
    /// be null.
    /// </param>
    /// <returns>
    /// The result; <see cref="TwoFactorOutcome.Expired"/> if the challenge is over. If the session cannot be renewed it
    /// is <see cref="TwoFactorOutcome.ReauthenticationRequired"/>, and the code is not spent: sign in again.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<VerificationResult> VerifyAsync(string code, string? factorId = null, string? challengeId = null)
    {
        // If the session cannot be renewed, the code would be spent for nothing.
        if (!_credential.CanRenew)
            return new() { Outcome = TwoFactorOutcome.ReauthenticationRequired };

        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        var request = new VerificationRequest
        {
            UserId = UserId,
            Code = code,
            FactorId = factorId,
            ChallengeId = challengeId,
            Purpose = ChallengePurpose.StepUp,
            SessionId = Subject.SessionId,
        };
        return await _credential
            .OnceAsync(
                $"step-up\n{UserId}\n{factorId}\n{challengeId}\n{code}",
                () => _services.Verification.VerifyAsync(request, _context.RequestAborted),
                r => r.Succeeded,
                _credential.StepUpAsync
            )
            .ConfigureAwait(false);
    }

    /// <summary>Lists the user's trusted devices, oldest first.</summary>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    public Task<IReadOnlyList<TrustedDeviceInfo>> ListTrustedDevicesAsync() =>
        _services.SignIns.ListTrustedDevicesAsync(UserId, _context.RequestAborted);

    /// <summary>Revokes the trust of a device. It needs no proof.</summary>
    /// <param name="deviceId">The device.</param>
    /// <returns>
    /// <see cref="TwoFactorOutcome.Accepted"/>, <see cref="TwoFactorOutcome.NotFound"/> or
    /// <see cref="TwoFactorOutcome.Throttled"/>.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<TwoFactorOutcome> RevokeTrustedDeviceAsync(string deviceId) =>
        MayChange()
            ? await _services
                .SignIns.RevokeTrustedDeviceAsync(UserId, deviceId, _context.RequestAborted)
                .ConfigureAwait(false)
            : TwoFactorOutcome.Throttled;

    /// <summary>What a change still requires, in the words of the contract.</summary>
    internal async Task<IReadOnlyList<string>> FindMissingAsync()
    {
        var missing = new List<string>(2);
        if (!IsPasswordFresh)
            missing.Add("password");

        if (!IsSecondFactorFresh && (await GetStatusAsync().ConfigureAwait(false)).Enabled)
            missing.Add(SecondFactor);

        return missing;
    }

    private static FactorChangeResult Throttled =>
        new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

    private Subject Subject => _credential.Subject;

    private bool MayChange() => _services.Changes.TryAcquireOfUser(UserId);
}
