namespace TwoFactor.AspNetCore;

internal sealed record DeviceAnswer(
    string DeviceId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Name = null,
    DateTimeOffset? LastUsedAt = null
);
