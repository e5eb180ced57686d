namespace TwoFactor.Methods;

/// <summary>How one gateway is.</summary>
public sealed class GatewayStatus
{
    /// <summary>The gateway's name.</summary>
    public required string Gateway { get; init; }

    /// <summary>Whether this process passes it over for a while, after too many faults of its own.</summary>
    public required bool IsPassedOver { get; init; }

    /// <summary>
    /// What the gateway itself says is wrong, without secrets; null if nothing is, or it cannot be asked.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Whether messages can be expected to leave through it.</summary>
    public bool IsHealthy => !IsPassedOver && Problem is null;
}
