namespace WebSample.Pages.Shared;

/// <summary>A factor to choose: what it is called, and where its codes go, if they are sent.</summary>
public sealed record FactorChoice(string FactorId, string Label, string? Destination)
{
    /// <summary>Whether codes of other factors that look the same are meant too.</summary>
    public bool IsOneOfMany { get; init; }
}
