namespace TwoFactor.AspNetCore;

/// <summary>A factor to choose from. The caller has shown only a password, so it has no name and no times.</summary>
internal sealed record SignInFactorAnswer(string FactorId, string Method, string? Destination = null)
{
    public static IReadOnlyList<SignInFactorAnswer> Of(IEnumerable<ChallengeFactor> factors) =>
        [.. factors.Select(f => new SignInFactorAnswer(f.FactorId, f.Method, f.Destination))];

    public static IReadOnlyList<SignInFactorAnswer> Of(IEnumerable<FactorInfo> factors) =>
        [.. factors.Select(f => new SignInFactorAnswer(f.FactorId, f.Method, f.Destination))];
}
