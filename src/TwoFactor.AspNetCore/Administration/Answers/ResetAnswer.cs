namespace TwoFactor.AspNetCore;

internal sealed record ResetAnswer(string UserId, DateTimeOffset? ResetAt = null);
