namespace TwoFactor.AspNetCore;

internal sealed record DeviceAnswer(
    string DeviceId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Name = null,
    DateTimeOffset? LastUsedAt = null
)
{
    public static DeviceAnswer Of(TrustedDeviceInfo device) =>
        new(device.DeviceId, device.CreatedAt, device.ExpiresAt, device.Name, device.LastUsedAt);
}
