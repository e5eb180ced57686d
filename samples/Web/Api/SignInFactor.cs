namespace WebSample.Api;

/// <summary>A factor to choose.</summary>
public sealed record SignInFactor(string FactorId, string Method, string? Destination = null);
