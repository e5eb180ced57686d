namespace TwoFactor;

/// <summary>A token that a device presented, and the new token that replaces it if it is valid.</summary>
internal sealed class DevicePresented
{
    public required string DeviceId { get; init; }

    public required byte[] Hash { get; init; }

    public required string NextToken { get; init; }

    public required byte[] NextHash { get; init; }

    public static DevicePresented? From(string? token)
    {
        if (!DeviceToken.TryParse(token, out var id, out var hash))
            return null;

        var (next, nextHash) = DeviceToken.Create(id);
        return new DevicePresented
        {
            DeviceId = id,
            Hash = hash,
            NextToken = next,
            NextHash = nextHash,
        };
    }

    public override string ToString() => "a presented device (token withheld)";
}
