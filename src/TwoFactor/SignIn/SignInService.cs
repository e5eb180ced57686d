namespace TwoFactor;

internal sealed class SignInService(AccountEngine engine, PolicyVault policies) : ISignInService
{
    public async Task<SignInEvaluation> EvaluateAsync(
        SignInRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = TwoFactorTelemetry.Start("sign_in");
        var command = new SignInCommand
        {
            UserId = request.UserId,
            Policy = await policies.ReadAsync(cancellationToken).ConfigureAwait(false),
            Facts = Facts(request),
            Draft = ChallengeDraft.Create(),
            Device = DevicePresented.From(request.DeviceToken),
        };
        var result = await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.SignedIn(activity, result.Decision.ToCode(), result.Reason);
        return result;
    }

    public async Task<SignInEvaluation> PreviewAsync(
        SignInRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        TwoFactorAccount account;
        try
        {
            account = await engine.ReadAsync(request.UserId, cancellationToken).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e) when (e.InnerException is RecordMissingException { IsListed: true })
        {
            return RecordMissing();
        }

        var facts = Facts(request);
        var decision = RequirementRules.Decide(
            await policies.ReadAsync(cancellationToken).ConfigureAwait(false),
            facts,
            account,
            engine.Now,
            isDeviceTrusted: false,
            engine.Methods.Resistant
        );
        return new SignInEvaluation
        {
            Decision = decision.Decision,
            Reason = decision.Reason,
            Rules = decision.Rules,
            IsRequired = decision.IsRequired,
            MustResistPhishing = decision.MustResist,
            GraceUntil = decision.GraceUntil,
            Epoch = account.Epoch,
        };
    }

    public async Task<TwoFactorOutcome> EndSessionsAsync(
        string userId,
        string? reason = null,
        CancellationToken cancellationToken = default
    )
    {
        if (reason?.Length > AuditText.MaxReasonLength)
            throw new ArgumentException(
                $"A reason may have at most {AuditText.MaxReasonLength} characters.",
                nameof(reason)
            );

        PlainText.ThrowIfNotPlain(reason, nameof(reason));
        using var activity = TwoFactorTelemetry.Start("end_sessions");
        return await engine
            .ExecuteAsync(new EndSessionsCommand { UserId = userId, Reason = reason }, cancellationToken)
            .ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<TrustedDeviceInfo>> ListTrustedDevicesAsync(
        string userId,
        CancellationToken cancellationToken = default
    )
    {
        var account = await engine.ReadAsync(userId, cancellationToken).ConfigureAwait(false);
        return [.. account.Devices.Where(d => d.ExpiresAt > engine.Now).Select(d => new TrustedDeviceInfo(d))];
    }

    public Task<TwoFactorOutcome> RevokeTrustedDeviceAsync(
        string userId,
        string deviceId,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        return RevokeAsync(userId, deviceId, cancellationToken);
    }

    public Task<TwoFactorOutcome> RevokeAllTrustedDevicesAsync(
        string userId,
        CancellationToken cancellationToken = default
    ) => RevokeAsync(userId, null, cancellationToken);

    private static SignInFacts Facts(SignInRequest request) =>
        new(request.Roles, request.Groups, request.IdentityProvider, request.Client)
        {
            HasEnrolled = request.HasEnrolled,
            AreGroupsIncomplete = request.AreGroupsIncomplete,
        };

    private static SignInEvaluation RecordMissing() =>
        new() { Decision = SignInDecision.Denied, Reason = SignInReasons.RecordMissing };

    private async ValueTask<SignInEvaluation> ExecuteAsync(SignInCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e) when (e.InnerException is RecordMissingException { IsListed: true } missing)
        {
            if (missing.Entry is null)
                return RecordMissing();

            await engine
                .ExecuteAsync(new LostRecordCommand { UserId = command.UserId }, cancellationToken)
                .ConfigureAwait(false);
            return RecordMissing();
        }
    }

    private async Task<TwoFactorOutcome> RevokeAsync(
        string userId,
        string? deviceId,
        CancellationToken cancellationToken
    )
    {
        using var activity = TwoFactorTelemetry.Start("revoke_device");
        var command = new RevokeDeviceCommand { UserId = userId, DeviceId = deviceId };
        return await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
