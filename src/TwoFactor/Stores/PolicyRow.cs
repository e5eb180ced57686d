namespace TwoFactor.Stores;

/// <summary>A policy as a store sees it.</summary>
public sealed class PolicyRow
{
    /// <summary>The tenant whose policy it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The version: 1 for the first write, and one higher after each.</summary>
    public required long Version { get; init; }

    /// <summary>The encrypted record, opaque to the store.</summary>
    public required byte[] Sealed { get; init; }
}
