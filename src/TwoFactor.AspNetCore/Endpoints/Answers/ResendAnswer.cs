namespace TwoFactor;

internal sealed record ResendAnswer(DateTimeOffset? ExpiresAt, DateTimeOffset? ResendAt, string? Delivery);
