namespace TwoFactor;

/// <summary>A row of <c>two_factor_events</c>.</summary>
internal class EventEntity
{
    public required string Tenant { get; init; }

    public required string UserId { get; init; }

    public required long Sequence { get; init; }

    public required Guid WriteId { get; init; }

    public required long At { get; init; }

    public required string Type { get; init; }

    public required string? FactorId { get; init; }

    public required string? Method { get; init; }

    public required string? Outcome { get; init; }

    public required string? Detail { get; init; }

    public required string? Actor { get; init; }

    public required string? Reason { get; init; }

    public required string? CorrelationId { get; init; }

    public required byte[] Hash { get; init; }
}
