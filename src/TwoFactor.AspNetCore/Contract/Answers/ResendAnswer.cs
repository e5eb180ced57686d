namespace TwoFactor.AspNetCore;

internal sealed record ResendAnswer(
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? ResendAt = null,
    string? Delivery = null
);
