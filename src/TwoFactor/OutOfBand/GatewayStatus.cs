namespace TwoFactor.Methods;

/// <summary>The health of one gateway.</summary>
public sealed class GatewayStatus
{
    /// <summary>The gateway's name.</summary>
    public required string Gateway { get; init; }

    /// <summary>
    /// Whether the circuit breaker of this process is open, so that the gateway is skipped for a while.
    /// </summary>
    public required bool IsPassedOver { get; init; }

    /// <summary>
    /// What the gateway itself reports as wrong, without secrets; null if nothing is wrong, or if it cannot be checked.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Whether messages can be sent through it, as far as is known.</summary>
    public bool IsHealthy => !IsPassedOver && Problem is null;
}
