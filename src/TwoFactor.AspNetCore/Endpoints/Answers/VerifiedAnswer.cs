namespace TwoFactor;

internal sealed record VerifiedAnswer(string Outcome, string? FactorId, string? Method, IReadOnlyList<string>? Amr);
