namespace TwoFactor;

/// <summary>A device on which sign-in does not ask for a second factor. Only a hash of its token is stored.</summary>
internal sealed record TrustedDevice
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public required byte[] TokenHash { get; init; }

    /// <summary>Whether a phishing-resistant method earned the trust.</summary>
    public bool IsResistant { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public override string ToString() => $"trusted device {Id} (token withheld)";
}
