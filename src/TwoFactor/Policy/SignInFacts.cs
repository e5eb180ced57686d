namespace TwoFactor;

/// <summary>What a policy considers about a sign-in.</summary>
internal sealed record SignInFacts(
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Groups,
    string? IdentityProvider = null,
    ClientSurface Client = ClientSurface.Unknown
);
