namespace TwoFactor;

internal sealed class EnrollmentService(AccountEngine engine, PolicyVault policies, RecoveryCodeMethod recoveryCodes) : IEnrollmentService
{
    private const int MaxNameLength = 64;

    public async Task<TwoFactorStatus> GetStatusAsync(string userId, CancellationToken cancellationToken = default)
    {
        var account = await engine.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        var now = engine.Now;
        return new TwoFactorStatus
        {
            UserId = userId,
            Enabled = account.IsEnabled,
            Factors = [.. account.Factors.Where(f => !f.IsBackup && !f.IsExpired(now)).Select(f => new FactorInfo(f))],
            RecoveryCodesLeft = RecoveryCodeRules.Find(account)?.UsesLeft ?? 0,
            LockedUntil = account.IsLocked(now) ? account.LockedUntil : null,
            TrustedDevices = account.Devices.Count(d => d.ExpiresAt > now),
            Epoch = account.Epoch,
            ResetAt = account.ResetAt,
        };
    }

    public async Task<EnrollmentResult> EnrollAsync(EnrollmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.UserId);
        using var activity = TwoFactorTelemetry.Start("enroll");
        var method = engine.Methods.Get(request.Method);
        if (method.Traits.IsBackup)
            throw new ArgumentException($"The method '{method.Name}' backs up others and is not enrolled by itself.", nameof(request));

        var answer = await engine.ExecuteAsync(Command(request, method), cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.Enrolled(activity, method.Name, "start", answer.Result.Outcome);
        if (answer.Challenge is null)
            return answer.Result;

        var sent = await FactorDispatch.SendAsync(answer.Challenge, cancellationToken).ConfigureAwait(false);
        return answer.Result.With(sent.Delivery);
    }

    public async Task<ChallengeResult> ResendAsync(string userId, string factorId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(factorId);
        using var activity = TwoFactorTelemetry.Start("resend");
        var command = new ResendCommand { UserId = userId, PendingFactorId = factorId, Draft = ChallengeDraft.Create() };
        var answer = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return await FactorDispatch.SendAsync(answer, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ConfirmationResult> ConfirmAsync(string userId, string factorId, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factorId);
        ArgumentNullException.ThrowIfNull(code);
        using var activity = TwoFactorTelemetry.Start("confirm");
        var command = new ConfirmCommand { UserId = userId, FactorId = factorId, Code = code, RecoveryCodes = new RecoveryCodeDraft(recoveryCodes) };
        var result = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.Enrolled(activity, result.Factor?.Method, "confirm", result.Outcome);
        return result;
    }

    public async Task<FactorChangeResult> RenameAsync(string userId, string factorId, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factorId);
        if (NameProblem(name) is { } problem)
            return new() { Outcome = TwoFactorOutcome.InvalidInput, Message = problem };

        using var activity = TwoFactorTelemetry.Start("rename");
        return await engine.ExecuteAsync(new RenameCommand { UserId = userId, FactorId = factorId, Name = name.Trim() }, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FactorChangeResult> RemoveAsync(RemovalRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = TwoFactorTelemetry.Start("remove");
        var command = new RemoveCommand
        {
            UserId = request.UserId,
            FactorId = request.FactorId,
            Proof = request.Proof,
            Policy = await policies.ReadAsync(cancellationToken).ConfigureAwait(false),
            Facts = new SignInFacts(request.Roles, request.Groups),
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FactorChangeResult> RegenerateRecoveryCodesAsync(string userId, FreshProof proof, CancellationToken cancellationToken = default)
    {
        using var activity = TwoFactorTelemetry.Start("regenerate");
        var command = new RegenerateCommand { UserId = userId, Proof = proof, RecoveryCodes = new RecoveryCodeDraft(recoveryCodes) };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FactorChangeResult> ImportAsync(string userId, OtpAuthUri uri, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        using var activity = TwoFactorTelemetry.Start("import");
        var command = new ImportCommand
        {
            UserId = userId,
            FactorId = RandomId.Create(),
            Name = uri.Issuer.Length <= MaxNameLength ? uri.Issuer : uri.Issuer[..MaxNameLength],
            State = TotpState.Create(uri.Parameters, uri.Secret.Span),
            Actor = actor,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private EnrollCommand Command(EnrollmentRequest request, IFactorMethod method)
    {
        var name = request.Name ?? method.Name;
        var draft = NameProblem(name) is { } problem
            ? FactorDraft.Refuse(problem)
            : method.Begin(new FactorEnrollment
            {
                UserId = request.UserId,
                AccountName = request.AccountName ?? request.UserId.Replace(":", "", StringComparison.Ordinal),
                Input = request.Input,
                Now = engine.Now,
            });
        return new EnrollCommand
        {
            UserId = request.UserId,
            Method = method.Name,
            Name = name.Trim(),
            FactorId = RandomId.Create(),
            Draft = draft,
            Proof = request.Proof,
            ChallengeDraft = ChallengeDraft.Create(),
        };
    }

    private static string? NameProblem(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl)
            ? $"The factor's name has 1 to {MaxNameLength} characters and no control characters."
            : null;
}
