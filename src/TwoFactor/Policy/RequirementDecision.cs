namespace TwoFactor;

/// <summary>What the policy decides about a sign-in, with the rules that matched.</summary>
internal sealed record RequirementDecision(
    SignInDecision Decision,
    string Reason,
    IReadOnlyList<string> Rules,
    bool IsRequired,
    DateTimeOffset? GraceUntil = null
)
{
    /// <summary>
    /// Whether this sign-in alone is free of what the policy requires of the user: by an exemption, or by the client.
    /// </summary>
    public bool IsLifted { get; init; }
}
