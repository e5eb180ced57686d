namespace TwoFactor;

/// <summary>The randomness for trusting one device, drawn before the rule runs.</summary>
internal sealed class DeviceDraft
{
    private const int MaxNameLength = 64;

    public required string Id { get; init; }

    public required string Token { get; init; }

    public required byte[] Hash { get; init; }

    public string? Name { get; init; }

    public static DeviceDraft Create(string? name)
    {
        var id = RandomId.Create();
        var (token, hash) = DeviceToken.Create(id);
        return new DeviceDraft
        {
            Id = id,
            Token = token,
            Hash = hash,
            Name = name is null ? null : PlainText.Shorten(name, MaxNameLength),
        };
    }

    public override string ToString() => "a device's draft (token withheld)";
}
