namespace TwoFactor;

internal sealed record ResetAnswer(string UserId, DateTimeOffset? ResetAt = null);
