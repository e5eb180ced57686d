namespace TwoFactor;

/// <summary>A row of <c>two_factor_accounts</c>. Times are ticks of 100 ns, as in all tables.</summary>
internal class AccountEntity
{
    public required string Tenant { get; init; }

    public required string UserId { get; init; }

    public required long Version { get; init; }

    public required Guid WriteId { get; init; }

    public required byte[] Sealed { get; init; }

    public required bool IsEnrolled { get; init; }

    public required string Methods { get; init; }

    public required long? LockedUntil { get; init; }

    public required long? LastVerifiedAt { get; init; }

    public required long UpdatedAt { get; init; }
}
