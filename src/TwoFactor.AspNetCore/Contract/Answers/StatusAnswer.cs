namespace TwoFactor.AspNetCore;

internal sealed record StatusAnswer(
    string UserId,
    bool Enabled,
    IReadOnlyList<FactorAnswer> Factors,
    int RecoveryCodesLeft,
    int TrustedDevices,
    DateTimeOffset? LockedUntil = null,
    bool? Required = null,
    DateTimeOffset? GraceUntil = null,
    IReadOnlyList<string>? Methods = null
)
{
    public static StatusAnswer Of(
        TwoFactorStatus status,
        SignInEvaluation? requirement = null,
        IEnumerable<FactorMethodInfo>? methods = null
    ) =>
        new(
            status.UserId,
            status.Enabled,
            FactorAnswer.Of(status.Factors),
            status.RecoveryCodesLeft,
            status.TrustedDevices,
            status.LockedUntil,
            requirement?.IsRequired,
            requirement?.GraceUntil,
            methods is null ? null : [.. methods.Select(m => m.Name)]
        );
}
