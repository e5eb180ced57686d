namespace TwoFactor.AspNetCore;

internal sealed record ReasonBody(string? Reason = null);
