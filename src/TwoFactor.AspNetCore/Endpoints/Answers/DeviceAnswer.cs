namespace TwoFactor;

internal sealed record DeviceAnswer(string DeviceId, string? Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset ExpiresAt);
