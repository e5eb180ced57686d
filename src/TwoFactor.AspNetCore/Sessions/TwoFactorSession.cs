using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor;

/// <summary>
/// A signed-in user with all that users do with their own second factor. Get it with <c>HttpContext.GetTwoFactorSessionAsync()</c>. The proof of each
/// change comes from the session; after a change this session goes on, and all others of the user end.
/// </summary>
public sealed class TwoFactorSession
{
    private readonly HttpContext _context;
    private readonly TwoFactorSessionServices _services;
    private readonly string _scheme;
    private readonly AuthenticationProperties _properties;
    private ClaimsPrincipal _principal;

    internal TwoFactorSession(HttpContext context, AuthenticationTicket ticket, string userId, TwoFactorSessionServices services)
    {
        _context = context;
        _services = services;
        _principal = ticket.Principal;
        _properties = ticket.Properties;
        _scheme = FullSignIn.SchemeOf(ticket);
        UserId = userId;
    }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>Whether the password was entered within <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>, as every change demands.</summary>
    public bool IsPasswordFresh => IsFresh(TwoFactorClaimTypes.AuthenticationTime);

    /// <summary>Whether a second factor was verified within <see cref="EnrollmentOptions.ReauthenticationMaxAge"/>, as every change demands where a factor is active.</summary>
    public bool IsSecondFactorFresh => IsFresh(TwoFactorClaimTypes.SecondFactorTime);

    /// <summary>The methods that can be added.</summary>
    public IReadOnlyList<FactorMethodInfo> Methods => _services.Enrollment.GetMethods();

    /// <summary>What the host's scheme answered when the session was renewed, such as new bearer tokens; null for cookies.</summary>
    public JsonObject? TokenResponse { get; private set; }

    /// <summary>The user's factors and what goes with them.</summary>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    public Task<TwoFactorStatus> GetStatusAsync() => _services.Enrollment.GetStatusAsync(UserId, _context.RequestAborted);

    /// <summary>What the policy asks of the user on the web.</summary>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or a record does not open.</exception>
    public Task<SignInResult> GetRequirementAsync() => _services.SignIns.PreviewAsync(
        new SignInRequest
        {
            UserId = UserId,
            Roles = _services.Facts.Roles(_principal),
            Groups = _services.Facts.Groups(_principal),
            IdentityProvider = _services.Facts.IdentityProvider(_principal),
            Client = ClientSurface.Web,
        },
        _context.RequestAborted);

    /// <summary>The host has just checked the user's password again, or whatever else the first factor is: changes are allowed for a while.</summary>
    public Task ReauthenticatedAsync()
    {
        var principal = _principal.Clone();
        TwoFactorClaims.Set(principal, TwoFactorClaimTypes.AuthenticationTime, _services.Now);
        return WriteAsync(principal);
    }

    /// <summary>Begins to enrol a factor.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="name">What the user calls it, or null.</param>
    /// <param name="input">What the user typed, by the method's own names; empty for TOTP.</param>
    /// <param name="replacesFactorId">The active factor that it takes the place of, or null.</param>
    /// <returns>The pending factor, or why there is none.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public Task<EnrollmentResult> EnrollAsync(string method, string? name = null, IReadOnlyDictionary<string, string>? input = null, string? replacesFactorId = null) =>
        _services.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = UserId,
                Method = method,
                Name = name,
                AccountName = _services.Facts.AccountName(_principal),
                Input = input ?? new Dictionary<string, string>(StringComparer.Ordinal),
                ReplacesFactorId = replacesFactorId,
                Origin = _context.GetRequestOrigin(),
                Proof = Proof(),
            },
            _context.RequestAborted);

    /// <summary>Sends the confirming code of a pending factor again, as a new one.</summary>
    /// <param name="factorId">The pending factor.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public Task<ChallengeResult> ResendAsync(string factorId) =>
        _services.Enrollment.ResendAsync(UserId, factorId, _context.GetRequestOrigin(), _context.RequestAborted);

    /// <summary>Confirms a pending factor.</summary>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="code">The code as typed.</param>
    /// <returns>How it ended; with the user's first factor come recovery codes, shown once.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public async Task<ConfirmationResult> ConfirmAsync(string factorId, string code)
    {
        var result = await _services.Enrollment.ConfirmAsync(UserId, factorId, code, _context.RequestAborted).ConfigureAwait(false);
        if (result.Succeeded)
            await GoOnAsync(result.Epoch, result.AuthenticationMethods).ConfigureAwait(false);

        return result;
    }

    /// <summary>Renames a factor. It needs no proof.</summary>
    /// <param name="factorId">The factor.</param>
    /// <param name="name">The new name, 1 to 64 characters without control characters.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public Task<FactorChangeResult> RenameAsync(string factorId, string name) =>
        _services.Enrollment.RenameAsync(UserId, factorId, name, _context.RequestAborted);

    /// <summary>Removes a factor.</summary>
    /// <param name="factorId">The factor, active or pending.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public async Task<FactorChangeResult> RemoveAsync(string factorId)
    {
        var request = new RemovalRequest
        {
            UserId = UserId,
            FactorId = factorId,
            Proof = Proof(),
            Roles = _services.Facts.Roles(_principal),
            Groups = _services.Facts.Groups(_principal),
        };
        var result = await _services.Enrollment.RemoveAsync(request, _context.RequestAborted).ConfigureAwait(false);
        if (result.Succeeded)
            await GoOnAsync(result.Epoch, null).ConfigureAwait(false);

        return result;
    }

    /// <summary>Makes a new set of recovery codes and voids the old one.</summary>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public async Task<FactorChangeResult> RegenerateRecoveryCodesAsync()
    {
        var result = await _services.Enrollment.RegenerateRecoveryCodesAsync(UserId, Proof(), _context.RequestAborted).ConfigureAwait(false);
        if (result.Succeeded)
            await GoOnAsync(result.Epoch, null).ConfigureAwait(false);

        return result;
    }

    /// <summary>Asks for a second factor anew (step-up): sends a code, or merely opens a challenge where nothing is sent.</summary>
    /// <param name="factorId">The factor; null takes the one used last, or else the oldest.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public Task<ChallengeResult> ChallengeAsync(string? factorId = null) => _services.Challenges.ChallengeAsync(
        new ChallengeRequest { UserId = UserId, FactorId = factorId, Purpose = ChallengePurpose.StepUp, Origin = _context.GetRequestOrigin() },
        _context.RequestAborted);

    /// <summary>Verifies a second factor anew (step-up), and marks the session with the time of it. A trusted device does not spare it.</summary>
    /// <param name="code">The code as typed.</param>
    /// <param name="factorId">The factor that the user chose, or null.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public async Task<VerificationResult> VerifyAsync(string code, string? factorId = null)
    {
        var request = new VerificationRequest { UserId = UserId, Code = code, FactorId = factorId, Purpose = ChallengePurpose.StepUp };
        var result = await _services.Verification.VerifyAsync(request, _context.RequestAborted).ConfigureAwait(false);
        if (!result.Succeeded || result.Epoch != TwoFactorClaims.EpochOf(_principal))
            return result;

        var principal = _principal.Clone();
        TwoFactorClaims.AddMethods(principal, result.AuthenticationMethods ?? []);
        TwoFactorClaims.Set(principal, TwoFactorClaimTypes.SecondFactorTime, _services.Now);
        await WriteAsync(principal).ConfigureAwait(false);
        return result;
    }

    /// <summary>The user's trusted devices, oldest first.</summary>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or the record does not open.</exception>
    public Task<IReadOnlyList<TrustedDeviceInfo>> ListTrustedDevicesAsync() => _services.SignIns.ListTrustedDevicesAsync(UserId, _context.RequestAborted);

    /// <summary>Takes the trust of a device back. It needs no proof.</summary>
    /// <param name="deviceId">The device.</param>
    /// <exception cref="TwoFactorStoreException">The store cannot be used, the record does not open, or the clock was set back.</exception>
    public Task<TwoFactorOutcome> RevokeTrustedDeviceAsync(string deviceId) =>
        _services.SignIns.RevokeTrustedDeviceAsync(UserId, deviceId, _context.RequestAborted);

    private bool IsFresh(string type) =>
        TwoFactorClaims.TimeOf(_principal, type) is { } at && _services.Now - at <= _services.Options.Enrollment.ReauthenticationMaxAge;

    private FreshProof Proof() => new()
    {
        PasswordVerifiedAt = TwoFactorClaims.TimeOf(_principal, TwoFactorClaimTypes.AuthenticationTime) ?? DateTimeOffset.MinValue,
        SecondFactorVerifiedAt = TwoFactorClaims.TimeOf(_principal, TwoFactorClaimTypes.SecondFactorTime),

        // A session that the library did not begin has no epoch, and proves nothing.
        Epoch = TwoFactorClaims.EpochOf(_principal) ?? -1,
    };

    // A change bumps the epoch by one. Where it moved further, somebody else changed something too, and this session ends with the others.
    private async Task GoOnAsync(int epoch, IReadOnlyList<string>? methods)
    {
        var before = TwoFactorClaims.EpochOf(_principal);
        if (epoch == before || epoch != before + 1)
            return;

        var principal = _principal.Clone();
        TwoFactorClaims.Set(principal, TwoFactorClaimTypes.Epoch, epoch);
        if (methods is not null)
        {
            TwoFactorClaims.AddMethods(principal, methods);
            TwoFactorClaims.Set(principal, TwoFactorClaimTypes.SecondFactorTime, _services.Now);
        }

        await WriteAsync(principal).ConfigureAwait(false);
    }

    // A scheme that cannot sign in, such as somebody else's tokens, cannot be renewed: then the user signs in again.
    private async Task WriteAsync(ClaimsPrincipal principal)
    {
        if (await _context.FindHandlerAsync(_scheme).ConfigureAwait(false) is not IAuthenticationSignInHandler)
            return;

        TokenResponse = await FullSignIn.WriteAsync(_context, _scheme, principal, _properties).ConfigureAwait(false) ?? TokenResponse;
        _principal = principal;
        _context.User = principal;
    }
}
