namespace TwoFactor;

internal sealed class VerificationService(AccountEngine engine) : IVerificationService
{
    public async Task<VerificationResult> VerifyAsync(
        VerificationRequest request,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Code);
        if (
            request.Purpose == ChallengePurpose.Enrollment
            || (request.Purpose is { } purpose && !Enum.IsDefined(purpose))
        )
            throw new ArgumentException(
                "A code is verified for a sign-in, a step-up or a change; enrolment confirms its own.",
                nameof(request)
            );

        PlainText.ThrowIfNotPlain(request.DeviceName, nameof(request.DeviceName));
        using var activity = TwoFactorTelemetry.Start("verify");
        var command = new VerifyCommand
        {
            UserId = request.UserId,
            Code = request.Code,
            ChallengeId = request.ChallengeId,
            FactorId = request.FactorId,
            Purpose = request.Purpose,
            SessionId = request.SessionId,
            Device =
                request.RememberDevice && engine.Options.TrustedDevices.Enabled
                    ? DeviceDraft.Create(request.DeviceName)
                    : null,
        };
        var result = await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        TwoFactorTelemetry.Verified(activity, result.Method, result.Outcome);
        return result;
    }
}
