using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// A user who has passed the first factor but is not signed in yet, and everything that such a user may do. Get it with
/// <c>HttpContext.GetPartialSignInAsync()</c>. It is bound to the ticket of the request.
/// </summary>
public sealed class PartialSignIn
{
    // A browser that sends a code twice does so within this time.
    private static readonly TimeSpan s_shared = TimeSpan.FromSeconds(30);

    private readonly HttpContext _context;
    private readonly PartialTicket _ticket;
    private readonly PartialSignInServices _services;
    private readonly ChallengeStatus? _challenge;

    internal PartialSignIn(
        HttpContext context,
        PartialTicket ticket,
        PartialSignInServices services,
        ChallengeStatus? challenge
    )
    {
        _context = context;
        _ticket = ticket;
        _services = services;
        _challenge = challenge;
    }

    /// <summary>The user's id. The user is not signed in, so show no data of the user.</summary>
    public string UserId => _ticket.UserId;

    /// <summary>
    /// <see cref="SignInDecision.Challenge"/>: ask for a code. <see cref="SignInDecision.Enroll"/>: let the user enrol
    /// a factor.
    /// </summary>
    public SignInDecision Decision => _ticket.Decision;

    /// <summary>When the sign-in expires and the user must start again.</summary>
    public DateTimeOffset ExpiresAt => _ticket.ExpiresAt;

    /// <summary>
    /// The methods that the user can enrol, for <see cref="SignInDecision.Enroll"/>; otherwise empty. Where
    /// <see cref="MustResistPhishing"/>, only those that do.
    /// </summary>
    public IReadOnlyList<FactorMethodInfo> Methods =>
        Decision == SignInDecision.Enroll
            ? [.. _services.Enrollment.GetMethods().Where(m => !MustResistPhishing || m.IsPhishingResistant)]
            : [];

    /// <summary>
    /// For <see cref="SignInDecision.Enroll"/>: whether only a method that resists phishing completes the sign-in. A
    /// user who has another factor gets here with its code.
    /// </summary>
    public bool MustResistPhishing => _ticket.MustResist;

    /// <summary>
    /// The ticket that takes the place of the one of this request, for an app without cookies, after a code that earned
    /// <see cref="TwoFactorOutcome.PhishingResistantRequired"/>; otherwise null.
    /// </summary>
    public string? NextTicket { get; private set; }

    /// <summary>
    /// What the scheme of the full sign-in answered, e.g. bearer tokens; null for cookies, and before the sign-in is
    /// complete.
    /// </summary>
    public JsonObject? TokenResponse { get; private set; }

    /// <summary>
    /// The factors to choose from, for <see cref="SignInDecision.Challenge"/>, the one used last first; otherwise
    /// empty. They have no names and no times, because a password alone is enough to get here.
    /// </summary>
    public IReadOnlyList<ChallengeFactor> Factors => _challenge?.Factors ?? [];

    /// <summary>The methods that the user can enrol, or those whose codes are accepted, including backups.</summary>
    internal IReadOnlyList<string> MethodNames =>
        Decision == SignInDecision.Enroll ? [.. Methods.Select(m => m.Name)] : _challenge?.Methods ?? [];

    /// <summary>
    /// Sends a code to the factor, where its method sends any. The code completes this sign-in and no other.
    /// </summary>
    /// <param name="factorId">The factor; null takes the one used last, or else the oldest.</param>
    /// <returns>
    /// The challenge, or why there is none; <see cref="TwoFactorOutcome.NotEnrolled"/> for a user who must enrol,
    /// <see cref="TwoFactorOutcome.Expired"/> for a sign-in that was completed, reset or locked meanwhile.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<TwoFactorChallenge> ChallengeAsync(string? factorId = null)
    {
        if (Decision != SignInDecision.Challenge)
            return new() { Outcome = TwoFactorOutcome.NotEnrolled };

        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        var request = new ChallengeRequest
        {
            UserId = UserId,
            FactorId = factorId,
            SignInChallengeId = _ticket.ChallengeId,
            Origin = RequestOrigins.Of(_context),
        };
        return await _services.Challenges.ChallengeAsync(request, _context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>
    /// Verifies a code, including recovery codes and temporary codes. If it is right, completes the sign-in with the
    /// host's scheme. If a browser sends the same request twice, both get the same answer. The code is verified once,
    /// and the session is in the cookie of the first answer.
    /// </summary>
    /// <param name="code">The code as typed.</param>
    /// <param name="factorId">The factor that the user chose, or null.</param>
    /// <param name="rememberDevice">
    /// Whether to trust this browser from now on. Requires <see cref="TrustedDeviceOptions.Enabled"/> and a scheme with
    /// cookies.
    /// </param>
    /// <returns>
    /// The result; <see cref="TwoFactorOutcome.Expired"/> also if the sign-in was completed, reset or locked in the
    /// meantime. <see cref="TwoFactorOutcome.PhishingResistantRequired"/>: the code was right, and the sign-in goes on
    /// as one for <see cref="SignInDecision.Enroll"/>, with the ticket in the cookie or in <see cref="NextTicket"/>.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back. Nobody is signed in.
    /// </exception>
    public async Task<VerificationResult> VerifyAsync(string code, string? factorId = null, bool rememberDevice = false)
    {
        if (Decision != SignInDecision.Challenge || _ticket.ChallengeId is null)
            return new() { Outcome = TwoFactorOutcome.NotEnrolled };

        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        if (!_ticket.IsCookie)
            return await VerifyOnceAsync(code, factorId, rememberDevice).ConfigureAwait(false);

        var (result, isLost) = await _services
            .Repeats.OnceAsync(
                _context,
                $"verify\n{UserId}\n{_ticket.ChallengeId}\n{factorId}\n{code}",
                s_shared,
                () => VerifyOnceAsync(code, factorId, rememberDevice),
                r => r.Succeeded ? WithoutToken(r) : null
            )
            .ConfigureAwait(false);
        if (isLost)
            await CompleteAsync(result.Method, result.AuthenticationMethods, result.Epoch).ConfigureAwait(false);

        return result;
    }

    /// <summary>Starts to enrol a factor, for a user who must enrol before the sign-in is complete.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="name">What the user calls it, or null.</param>
    /// <param name="input">What the user typed, by the method's own names; empty for TOTP.</param>
    /// <param name="administratorCode">
    /// The temporary code of an administrator, where the first factor takes one
    /// (<see cref="FirstFactorProof.AdministratorCode"/>); or null.
    /// </param>
    /// <returns>
    /// The pending factor, or the reason why there is none; <see cref="TwoFactorOutcome.ReauthenticationRequired"/> if
    /// the password was entered too long ago.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<EnrollmentResult> EnrollAsync(
        string method,
        string? name = null,
        IReadOnlyDictionary<string, string>? input = null,
        string? administratorCode = null
    )
    {
        if (Decision != SignInDecision.Enroll)
            return new() { Outcome = TwoFactorOutcome.ReauthenticationRequired };

        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        if (MustResistPhishing && !_services.Resistant.Contains(method))
            return new()
            {
                Outcome = TwoFactorOutcome.InvalidInput,
                Message =
                    "You need a method that resists phishing. There are: "
                    + $"{string.Join(", ", Methods.Select(m => m.Name))}.",
            };

        var request = new EnrollmentRequest
        {
            UserId = UserId,
            Method = method,
            Name = name,
            AccountName = _services.Facts.AccountName(_ticket.Principal),
            Input = input ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Origin = RequestOrigins.Of(_context),
            Proof = new FreshProof
            {
                PasswordVerifiedAt =
                    _services.Facts.Require(_ticket.Principal).FirstFactorAt ?? DateTimeOffset.MinValue,
                SecondFactorVerifiedAt = _ticket.SecondFactorAt,
                Epoch = _ticket.Epoch,
                Code = administratorCode,
            },
        };
        return await _services.Enrollment.EnrollAsync(request, _context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends a new confirming code for the pending factor.</summary>
    /// <param name="factorId">The pending factor.</param>
    /// <returns>The challenge, or the reason why nothing was sent.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back.
    /// </exception>
    public async Task<TwoFactorChallenge> ResendAsync(string factorId)
    {
        if (Decision != SignInDecision.Enroll)
            return new() { Outcome = TwoFactorOutcome.NotFound };

        return MayChange()
            ? await _services
                .Enrollment.ResendAsync(UserId, factorId, RequestOrigins.Of(_context), _context.RequestAborted)
                .ConfigureAwait(false)
            : new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };
    }

    /// <summary>
    /// Confirms the pending factor. If the code is right, completes the sign-in with the host's scheme.
    /// </summary>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="code">The code as typed.</param>
    /// <returns>The result, with the recovery codes to show once.</returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, the record cannot be decrypted, or the clock was set back. Nobody is signed in.
    /// </exception>
    public async Task<ConfirmationResult> ConfirmAsync(string factorId, string code)
    {
        if (
            Decision != SignInDecision.Enroll
            || !await _services.IsStillValidAsync(_context, _ticket).ConfigureAwait(false)
        )
            return new() { Outcome = TwoFactorOutcome.Expired };

        if (!MayChange())
            return new() { Outcome = TwoFactorOutcome.Throttled, RetryAfter = ChangeLimiter.Wait };

        if (!_ticket.IsCookie)
            return await ConfirmOnceAsync(factorId, code).ConfigureAwait(false);

        var (result, isLost) = await _services
            .Repeats.OnceAsync(
                _context,
                $"confirm\n{UserId}\n{_ticket.Epoch}\n{factorId}\n{code}",
                TimeSpan.Zero,
                () => ConfirmOnceAsync(factorId, code),
                r => r.Succeeded ? r : null
            )
            .ConfigureAwait(false);
        if (isLost)
            await CompleteEnrollmentAsync(result).ConfigureAwait(false);

        return result;
    }

    /// <summary>Cancels the sign-in by deleting the ticket's cookie.</summary>
    public void Cancel() => _services.Tickets.Delete(_context);

    private bool MayChange() =>
        _services.Changes.TryAcquireOfTicket(_ticket.ChallengeId ?? $"{_ticket.Epoch} {UserId}");

    private async Task<VerificationResult> VerifyOnceAsync(string code, string? factorId, bool rememberDevice)
    {
        // Check again: time may have passed since the ticket was read, while the code was sent.
        if (!await _services.IsStillValidAsync(_context, _ticket).ConfigureAwait(false))
            return new() { Outcome = TwoFactorOutcome.Expired };

        var result = await _services
            .Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = UserId,
                    Code = code,
                    ChallengeId = _ticket.ChallengeId,
                    FactorId = factorId,
                    RememberDevice = rememberDevice && _ticket.IsCookie,
                    DeviceName = DeviceNames.Of(_context.Request.Headers.UserAgent.ToString()),
                },
                _context.RequestAborted
            )
            .ConfigureAwait(false);
        if (result.Outcome == TwoFactorOutcome.PhishingResistantRequired)
            NextTicket = _services.SignIns.LeadToEnrollment(_context, _ticket, result.Epoch);

        if (!result.Succeeded)
            return result;

        if (result.DeviceToken is not null)
            _services.Devices.Append(_context, UserId, result.DeviceToken);

        await CompleteAsync(result.Method, result.AuthenticationMethods, result.Epoch).ConfigureAwait(false);
        return result;
    }

    private async Task<ConfirmationResult> ConfirmOnceAsync(string factorId, string code)
    {
        var result = await _services
            .Enrollment.ConfirmAsync(UserId, factorId, code, _context.RequestAborted)
            .ConfigureAwait(false);
        await CompleteEnrollmentAsync(result).ConfigureAwait(false);
        return result;
    }

    // A higher epoch means a concurrent change. The factor is then active, and the user signs in with it. One that does
    // not resist phishing where that is demanded was begun elsewhere.
    private Task CompleteEnrollmentAsync(ConfirmationResult result) =>
        result.Succeeded
        && result.Epoch == _ticket.Epoch + 1
        && (!MustResistPhishing || _services.Resistant.Contains(result.Factor?.Method))
            ? CompleteAsync(result.Factor?.Method, result.AuthenticationMethods, result.Epoch)
            : Task.CompletedTask;

    private async Task CompleteAsync(string? method, IReadOnlyList<string>? methods, int epoch) =>
        TokenResponse = await _services
            .SignIns.CompleteAsync(_context, _ticket, method, methods ?? [], epoch)
            .ConfigureAwait(false);

    private static VerificationResult WithoutToken(VerificationResult result) =>
        new()
        {
            Outcome = result.Outcome,
            FactorId = result.FactorId,
            Method = result.Method,
            AuthenticationMethods = result.AuthenticationMethods,
            Purpose = result.Purpose,
            Epoch = result.Epoch,
        };
}
