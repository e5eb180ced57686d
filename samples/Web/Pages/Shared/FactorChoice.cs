namespace WebSample.Pages.Shared;

/// <summary>A factor to choose: its label, and the masked destination if codes are sent.</summary>
public sealed record FactorChoice(string FactorId, string Label, string? Destination)
{
    /// <summary>Whether it stands for several factors that look the same.</summary>
    public bool IsOneOfMany { get; init; }
}
