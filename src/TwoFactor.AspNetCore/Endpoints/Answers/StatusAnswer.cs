namespace TwoFactor;

internal sealed record StatusAnswer(
    string UserId,
    bool Enabled,
    IReadOnlyList<FactorAnswer> Factors,
    int RecoveryCodesLeft,
    DateTimeOffset? LockedUntil,
    int TrustedDevices,
    bool? Required,
    DateTimeOffset? GraceUntil,
    IReadOnlyList<string>? Methods);
