namespace TwoFactor;

/// <summary>What the policy decides about a sign-in, with the rules that matched.</summary>
internal sealed record RequirementDecision(
    SignInDecision Decision,
    string Reason,
    IReadOnlyList<string> Rules,
    bool IsRequired,
    DateTimeOffset? GraceUntil = null
);
