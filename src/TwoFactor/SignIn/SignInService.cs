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
            Facts = new SignInFacts(request.Roles, request.Groups, request.IdentityProvider, request.Client),
            Draft = ChallengeDraft.Create(),
            Device = DevicePresented.From(request.DeviceToken),
        };
        var result = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.SignedIn(activity, result.Decision.ToCode(), result.Reason);
        return result;
    }

    public async Task<SignInEvaluation> PreviewAsync(
        SignInRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var account = await engine.ReadAsync(request.UserId, cancellationToken).ConfigureAwait(false);
        var facts = new SignInFacts(request.Roles, request.Groups, request.IdentityProvider, request.Client);
        var decision = RequirementRules.Decide(
            await policies.ReadAsync(cancellationToken).ConfigureAwait(false),
            facts,
            account,
            engine.Now,
            isDeviceTrusted: false
        );
        return new SignInEvaluation
        {
            Decision = decision.Decision,
            Reason = decision.Reason,
            Rules = decision.Rules,
            IsRequired = decision.IsRequired,
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
