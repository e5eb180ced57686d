namespace TwoFactor;

internal sealed class EnrollmentService(
    AccountEngine engine,
    FactorDispatch dispatch,
    ChallengeOpener opener,
    PolicyVault policies,
    RecoveryCodeMethod recoveryCodes
) : IEnrollmentService
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
            Factors =
            [
                .. account
                    .Factors.Where(f => !f.IsBackup && !f.IsExpired(now))
                    .Select(f => new FactorInfo(f, engine.Methods)),
            ],
            RecoveryCodesLeft =
                RecoveryCodeRules.Find(account) is { } codes && codes.IsUsable(now) ? codes.UsesLeft ?? 0 : 0,
            RecoveryCodesMadeAt = RecoveryCodeRules.Find(account)?.CreatedAt,
            LockedUntil = account.IsLocked(now) ? account.LockedUntil : null,
            TrustedDevices = account.Devices.Count(d => d.ExpiresAt > now),
            Epoch = account.Epoch,
            ResetAt = account.ResetAt,
        };
    }

    public IReadOnlyList<FactorMethodInfo> GetMethods() =>
        [.. engine.Methods.Enrollable.Select(m => new FactorMethodInfo(m))];

    public async Task<EnrollmentResult> EnrollAsync(
        EnrollmentRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.UserId);
        using var activity = TwoFactorTelemetry.Start("enroll");
        if (engine.Methods.Find(request.Method) is not { } method || !engine.Methods.CanEnroll(method))
            return new()
            {
                Outcome = TwoFactorOutcome.InvalidInput,
                Message =
                    "No such method can be enrolled. There are: "
                    + $"{string.Join(", ", engine.Methods.Enrollable.Select(m => m.Name))}.",
            };

        var command = await CommandAsync(request, method, cancellationToken).ConfigureAwait(false);
        var (result, send) = await engine.RunAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.Enrolled(activity, method.Name, "start", result.Outcome);
        if (send is not null)
            TwoFactorTelemetry.Challenged(method.Name, TwoFactorOutcome.Accepted);

        result.Delivery = await dispatch.SendAsync(request.UserId, send, cancellationToken).ConfigureAwait(false);
        return result;
    }

    public async Task<TwoFactorChallenge> ResendAsync(
        string userId,
        string factorId,
        RequestOrigin? origin = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(factorId);
        using var activity = TwoFactorTelemetry.Start("resend");
        var command = new ResendCommand
        {
            UserId = userId,
            PendingFactorId = factorId,
            Origin = origin,
            Draft = ChallengeDraft.Create(),
        };
        return await opener.OpenAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ConfirmationResult> ConfirmAsync(
        string userId,
        string factorId,
        string code,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(factorId);
        ArgumentNullException.ThrowIfNull(code);
        using var activity = TwoFactorTelemetry.Start("confirm");
        var command = new ConfirmCommand
        {
            UserId = userId,
            FactorId = factorId,
            Code = code,
            RecoveryCodes = new RecoveryCodeDraft(recoveryCodes),
        };
        var result = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.Enrolled(activity, result.Factor?.Method, "confirm", result.Outcome);
        return result;
    }

    public async Task<FactorChangeResult> RenameAsync(
        string userId,
        string factorId,
        string name,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(factorId);
        if (NameProblem(name) is { } problem)
            return new() { Outcome = TwoFactorOutcome.InvalidInput, Message = problem };

        using var activity = TwoFactorTelemetry.Start("rename");
        return await engine
            .ExecuteAsync(
                new RenameCommand
                {
                    UserId = userId,
                    FactorId = factorId,
                    Name = name.Trim(),
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    public async Task<FactorChangeResult> RemoveAsync(
        RemovalRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = TwoFactorTelemetry.Start("remove");
        var command = new RemoveCommand
        {
            UserId = request.UserId,
            FactorId = request.FactorId,
            Proof = request.Proof,
            Policy = await policies.ReadAsync(cancellationToken).ConfigureAwait(false),
            Roles = request.Roles,
            Groups = request.Groups,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<EnrollmentResult> GetPendingAsync(
        string userId,
        string? accountName,
        FreshProof proof,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(proof);
        using var activity = TwoFactorTelemetry.Start("pending");
        var command = new ShowPendingCommand
        {
            UserId = userId,
            AccountName = accountName ?? userId,
            Proof = proof,
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FactorChangeResult> RegenerateRecoveryCodesAsync(
        string userId,
        FreshProof proof,
        CancellationToken cancellationToken = default
    )
    {
        using var activity = TwoFactorTelemetry.Start("regenerate");
        var command = new RegenerateCommand
        {
            UserId = userId,
            Proof = proof,
            RecoveryCodes = new RecoveryCodeDraft(recoveryCodes),
        };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<EnrollCommand> CommandAsync(
        EnrollmentRequest request,
        IFactorMethod method,
        CancellationToken cancellationToken
    )
    {
        var name = request.Name ?? method.Name;
        return new EnrollCommand
        {
            UserId = request.UserId,
            Method = method.Name,
            Notice = method.Traits.NoticeIn(request.Origin?.Language),
            Name = name.Trim(),
            FactorId = RandomId.Create(),
            Draft = NameProblem(name) is { } problem
                ? FactorDraft.Refuse(problem)
                : method.Begin(await DescribeAsync(request, method, cancellationToken).ConfigureAwait(false)),
            Proof = request.Proof,
            ReplacesFactorId = request.ReplacesFactorId,
            Origin = request.Origin,
            ChallengeDraft = ChallengeDraft.Create(),
        };
    }

    private async ValueTask<FactorEnrollment> DescribeAsync(
        EnrollmentRequest request,
        IFactorMethod method,
        CancellationToken cancellationToken
    ) =>
        new()
        {
            UserId = request.UserId,
            AccountName = request.AccountName ?? request.UserId,
            Input = request.Input,
            OtherStates =
                method is IExchangeFactorMethod
                    ? await ReadStatesAsync(request.UserId, method.Name, cancellationToken).ConfigureAwait(false)
                    : [],
            Now = engine.Now,
        };

    private async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStatesAsync(
        string userId,
        string method,
        CancellationToken cancellationToken
    )
    {
        var account = await engine.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        return
        [
            .. account
                .Factors.Where(f => f.Method == method && f.Status != FactorStatus.Pending)
                .Select(f => new ReadOnlyMemory<byte>(f.State)),
        ];
    }

    private static string? NameProblem(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength)
            return $"The factor's name must have 1 to {MaxNameLength} characters.";

        return PlainText.Problem(name) is { } problem ? $"The factor's name {problem}." : null;
    }
}
