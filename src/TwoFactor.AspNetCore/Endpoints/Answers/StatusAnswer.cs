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
);
