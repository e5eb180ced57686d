using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The user who sets up a method: signed in, or with a partial sign-in that requires it. Both use the same pages.
/// </summary>
internal sealed class Enroller
{
    private readonly TwoFactorSession? _session;
    private readonly PartialSignIn? _partial;

    private Enroller(TwoFactorSession? session, PartialSignIn? partial) => (_session, _partial) = (session, partial);

    /// <summary>Null if nobody who may enrol is signed in.</summary>
    public static async Task<Enroller?> FindAsync(HttpContext context)
    {
        // A partial sign-in takes precedence. Both are null if it and the session belong to different users.
        if (await context.GetPartialSignInAsync() is { Decision: SignInDecision.Enroll } partial)
            return new Enroller(null, partial);

        return await context.GetTwoFactorSessionAsync() is { } session ? new Enroller(session, null) : null;
    }

    public bool IsSigningIn => _partial is not null;

    public string UserId => _partial?.UserId ?? _session!.UserId;

    public IReadOnlyList<FactorMethodInfo> Methods => _partial?.Methods ?? _session!.Methods;

    /// <summary>The page for the proof that a change still needs; null if none is missing.</summary>
    public async Task<string?> MissingProofAsync() => _session is null ? null : await Freshness.MissingAsync(_session);

    public Task<EnrollmentResult> EnrollAsync(
        string method,
        string? name,
        IReadOnlyDictionary<string, string> input,
        string? administratorCode
    ) =>
        _partial?.EnrollAsync(method, name, input, administratorCode)
        ?? _session!.EnrollAsync(method, name, input, administratorCode: administratorCode);

    /// <summary>The pending factor as the record has it, for a user whose browser has forgotten it.</summary>
    public async Task<PendingSetUp?> FindPendingAsync(string method)
    {
        if (_session is null)
            return null;

        if (method == FactorMethodNames.Totp)
        {
            var result = await _session.GetPendingAsync();
            return result.Succeeded ? PendingSetUp.Of(method, result) : null;
        }

        var factors = (await _session.GetStatusAsync()).Factors;
        return
            factors.LastOrDefault(f => f.Method == method && f.Status == FactorStatus.Pending)
                is { Destination: not null } pending
            ? new PendingSetUp
            {
                Method = method,
                FactorId = pending.FactorId,
                Destination = pending.Destination,
            }
            : null;
    }

    public Task<TwoFactorChallenge> ResendAsync(string factorId) =>
        _partial?.ResendAsync(factorId) ?? _session!.ResendAsync(factorId);

    public Task<ConfirmationResult> ConfirmAsync(string factorId, string code) =>
        _partial?.ConfirmAsync(factorId, code) ?? _session!.ConfirmAsync(factorId, code);
}
