namespace TwoFactor;

internal sealed record ReasonBody(string? Reason = null);
