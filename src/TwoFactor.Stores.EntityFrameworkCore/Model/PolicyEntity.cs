namespace TwoFactor;

/// <summary>A row of <c>two_factor_policies</c>.</summary>
internal class PolicyEntity
{
    public required string Tenant { get; init; }

    public required long Version { get; init; }

    public required Guid WriteId { get; init; }

    public required byte[] Sealed { get; init; }
}
