namespace TwoFactor;

internal sealed record PolicyBody(
    string? Require,
    IReadOnlyList<string>? Roles,
    IReadOnlyList<string>? Groups,
    IReadOnlyList<ExemptionBody>? ExemptIdentityProviders,
    IReadOnlyList<string>? Clients,
    string? Grace,
    string? Reason);
