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

    /// <summary>
    /// Whether the policy demands a phishing-resistant method of the user, now or after the grace period.
    /// </summary>
    public bool IsResistanceDemanded { get; init; }

    /// <summary>Whether this sign-in must be completed with a phishing-resistant method.</summary>
    public bool MustResist { get; init; }
}
