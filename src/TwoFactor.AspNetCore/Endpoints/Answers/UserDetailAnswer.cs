namespace TwoFactor;

internal sealed record UserDetailAnswer(
    UserAnswer User,
    StatusAnswer Status,
    IReadOnlyList<DeviceAnswer> TrustedDevices
);
