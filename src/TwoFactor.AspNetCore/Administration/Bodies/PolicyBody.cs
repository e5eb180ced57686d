namespace TwoFactor.AspNetCore;

internal sealed record PolicyBody(
    string? Require = null,
    IReadOnlyList<string>? Roles = null,
    IReadOnlyList<string>? Groups = null,
    IReadOnlyList<ExemptionBody>? ExemptIdentityProviders = null,
    IReadOnlyList<string>? Clients = null,
    string? Grace = null,
    DateTimeOffset? GraceEndsAt = null,
    IReadOnlyList<string>? PhishingResistantRoles = null,
    string? Reason = null
);
