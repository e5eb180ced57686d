namespace TwoFactor;

/// <summary>An authenticator of one user. Only its method understands the state.</summary>
internal sealed record Factor
{
    private readonly Moment _confirmedAt;
    private readonly Moment _lastUsedAt;
    private readonly Moment _expiresAt;

    public required string Id { get; init; }

    public required string Method { get; init; }

    public required string Name { get; init; }

    public FactorStatus Status { get; init; }

    public bool IsBackup { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ConfirmedAt
    {
        get => _confirmedAt.Time;
        init => _confirmedAt = new(value);
    }

    public DateTimeOffset? LastUsedAt
    {
        get => _lastUsedAt.Time;
        init => _lastUsedAt = new(value);
    }

    public DateTimeOffset? ExpiresAt
    {
        get => _expiresAt.Time;
        init => _expiresAt = new(value);
    }

    public int? UsesLeft { get; init; }

    /// <summary>Wrong codes while it was pending: they count against it alone.</summary>
    public int Failures { get; init; }

    public string? Destination { get; init; }

    public bool IsImported { get; init; }

    /// <summary>Whether it was imported with a secret of fewer than 128 bits.</summary>
    public bool IsWeak { get; init; }

    /// <summary>The factor that is removed when this one is confirmed.</summary>
    public string? Replaces { get; init; }

    public required byte[] State { get; init; }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt is { } expiry && expiry <= now;

    public bool IsUsable(DateTimeOffset now) => Status == FactorStatus.Active && !IsExpired(now);

    public override string ToString() => $"factor {Id} ({Method}, {Status}; state withheld)";
}
