namespace TwoFactor.Simulation;

/// <summary>What the vendor knows, whichever node asks, and what the checker reads of it.</summary>
internal sealed class SimVendorDesk
{
    /// <summary>Nothing gets through, from first to last.</summary>
    public bool IsOutOfReach { get; set; }

    public List<VendorCode> Codes { get; } = [];

    public HashSet<string> Spent { get; } = new(StringComparer.Ordinal);

    public List<VendorAnswer> Answers { get; } = [];
}
