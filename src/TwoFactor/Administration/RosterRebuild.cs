namespace TwoFactor.Administration;

/// <summary>What a rebuilding of the roster came to.</summary>
public sealed record RosterRebuild
{
    /// <summary>Users with a second factor who were not in the roster, and now are.</summary>
    public required long Listed { get; init; }

    /// <summary>Pages that were gone or did not open, and were begun anew.</summary>
    public required int PagesReplaced { get; init; }
}
