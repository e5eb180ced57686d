namespace TwoFactor.AspNetCore;

internal sealed record NameBody(string? Name = null);
