namespace TwoFactor;

internal sealed record NameBody(string? Name = null);
