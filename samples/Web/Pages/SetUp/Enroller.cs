using TwoFactor;

namespace WebSample.Pages.SetUp;

/// <summary>
/// The user who sets up a method: signed in, or with a partial sign-in that requires it. Both use the same pages.
/// </summary>
public sealed class Enroller
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

    /// <summary>The page for the proof that a change still needs; null if none is missing.</summary>
    public async Task<string?> MissingProofAsync() => _session is null ? null : await Freshness.MissingAsync(_session);

    public Task<EnrollmentResult> EnrollAsync(
        string method,
        string? name,
        IReadOnlyDictionary<string, string>? input = null
    ) => _partial?.EnrollAsync(method, name, input) ?? _session!.EnrollAsync(method, name, input);

    public Task<TwoFactorChallenge> ResendAsync(string factorId) =>
        _partial?.ResendAsync(factorId) ?? _session!.ResendAsync(factorId);

    public Task<ConfirmationResult> ConfirmAsync(string factorId, string code) =>
        _partial?.ConfirmAsync(factorId, code) ?? _session!.ConfirmAsync(factorId, code);
}
