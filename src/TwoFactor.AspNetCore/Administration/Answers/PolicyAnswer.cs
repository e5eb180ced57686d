namespace TwoFactor.AspNetCore;

internal sealed record PolicyAnswer(
    long Version,
    string Require,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Groups,
    IReadOnlyList<ExemptionAnswer> ExemptIdentityProviders,
    IReadOnlyList<string> Clients,
    string Grace,
    DateTimeOffset? GraceEndsAt = null,
    IReadOnlyList<string>? PhishingResistantRoles = null,
    DateTimeOffset? UpdatedAt = null,
    string? UpdatedBy = null,
    IReadOnlyList<string>? Warnings = null
);
