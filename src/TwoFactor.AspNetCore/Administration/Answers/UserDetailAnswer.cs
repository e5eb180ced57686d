namespace TwoFactor.AspNetCore;

internal sealed record UserDetailAnswer(
    UserAnswer User,
    StatusAnswer Status,
    IReadOnlyList<DeviceAnswer> TrustedDevices
);
