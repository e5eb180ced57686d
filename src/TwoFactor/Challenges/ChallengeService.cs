namespace TwoFactor;

internal sealed class ChallengeService(AccountEngine engine, ChallengeOpener opener) : IChallengeService
{
    public async Task<TwoFactorChallenge> ChallengeAsync(
        ChallengeRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Purpose == ChallengePurpose.Enrollment || !Enum.IsDefined(request.Purpose))
            throw new ArgumentException(
                "A challenge is for a sign-in, a step-up or a change; enrolment opens its own.",
                nameof(request)
            );

        if (request.SignInChallengeId is not null && request.Purpose != ChallengePurpose.SignIn)
            throw new ArgumentException("Only a challenge for a sign-in belongs to a sign-in.", nameof(request));

        if (request.SessionId is not null && request.Purpose == ChallengePurpose.SignIn)
            throw new ArgumentException("A challenge for a sign-in belongs to no session yet.", nameof(request));

        if (request.SessionId is { Length: 0 or > ChallengeRequest.MaxSessionIdLength })
            throw new ArgumentException(
                $"A session id has 1 to {ChallengeRequest.MaxSessionIdLength} characters.",
                nameof(request)
            );

        using var activity = TwoFactorTelemetry.Start("challenge");
        var command = new OpenChallengeCommand
        {
            UserId = request.UserId,
            FactorId = request.FactorId,
            Purpose = request.Purpose,
            SignInId = request.SignInChallengeId,
            SessionId = request.SessionId,
            Origin = request.Origin,
            Draft = ChallengeDraft.Create(),
        };
        return await opener.OpenAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ChallengeStatus> FindAsync(
        string userId,
        string challengeId,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(challengeId);
        var account = await engine.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        return ChallengeView.Of(account, challengeId, engine.Now, engine.Options, engine.Methods);
    }

    public async Task<string?> GetClientOptionsAsync(
        string userId,
        string challengeId,
        string method,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(challengeId);
        ArgumentException.ThrowIfNullOrEmpty(method);
        var account = await engine.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        var look = new AccountChange(account, new RuleContext(engine.Options, engine.Methods, engine.Now, null));
        return ChallengeRules.FindOpen(look, challengeId) is { } challenge && !account.IsLocked(engine.Now)
            ? ChallengeRules.ClientOptions(look, challenge, method)
            : null;
    }

    public async Task<TwoFactorChallenge> ResendAsync(
        string userId,
        string challengeId,
        RequestOrigin? origin = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(challengeId);
        using var activity = TwoFactorTelemetry.Start("resend");
        var command = new ResendCommand
        {
            UserId = userId,
            ChallengeId = challengeId,
            Origin = origin,
            Draft = ChallengeDraft.Create(),
        };
        return await opener.OpenAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
