namespace TwoFactor.AspNetCore;

internal sealed record VerifiedAnswer(
    string Outcome,
    string? FactorId = null,
    string? Method = null,
    IReadOnlyList<string>? Amr = null
);
