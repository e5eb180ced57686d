namespace TwoFactor;

/// <summary>What a policy considers about a sign-in.</summary>
internal sealed record SignInFacts(
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Groups,
    string? IdentityProvider = null,
    ClientSurface Client = ClientSurface.Unknown
)
{
    /// <summary>The host's mark that the user has a second factor.</summary>
    public bool HasEnrolled { get; init; }

    /// <summary>Whether there may be more groups.</summary>
    public bool AreGroupsIncomplete { get; init; }
}
