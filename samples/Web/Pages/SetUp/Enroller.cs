using TwoFactor;

namespace WebSample.Pages.SetUp;

/// <summary>
/// Whoever sets a method up: a signed-in user, or one who must before getting in. Both go through the same pages.
/// </summary>
public sealed class Enroller
{
    private readonly TwoFactorSession? _session;
    private readonly PartialSignIn? _partial;

    private Enroller(TwoFactorSession? session, PartialSignIn? partial) => (_session, _partial) = (session, partial);

    /// <summary>Null if nobody is there who may enrol.</summary>
    public static async Task<Enroller?> FindAsync(HttpContext context)
    {
        // A sign-in that waits goes first. Neither is there where the session is of another user.
        if (await context.GetPartialSignInAsync() is { Decision: SignInDecision.Enroll } partial)
            return new Enroller(null, partial);

        return await context.GetTwoFactorSessionAsync() is { } session ? new Enroller(session, null) : null;
    }

    public bool IsSigningIn => _partial is not null;

    /// <summary>The page that gives what is missing before a change; null if nothing is.</summary>
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
