namespace TwoFactor.AspNetCore;

internal sealed record FactorAnswer(
    string FactorId,
    string Method,
    string Name,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ConfirmedAt = null,
    DateTimeOffset? LastUsedAt = null,
    string? Destination = null,
    bool? Imported = null
)
{
    public static FactorAnswer Of(FactorInfo factor) =>
        new(
            factor.FactorId,
            factor.Method,
            factor.Name,
            Names.Of(factor.Status),
            factor.CreatedAt,
            factor.ConfirmedAt,
            factor.LastUsedAt,
            factor.Destination,
            factor.IsImported ? true : null
        );

    public static IReadOnlyList<FactorAnswer> Of(IEnumerable<FactorInfo> factors) => [.. factors.Select(Of)];
}
