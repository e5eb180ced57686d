namespace TwoFactor;

/// <summary>An attempt that was charged and waits for a vendor's answer. If none comes until it expires, the charge stands with all that follows from it.</summary>
internal sealed record RemoteCheck
{
    public required string Id { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public override string ToString() => $"remote check {Id}";
}
