namespace WebSample.Pages.Shared;

/// <summary>A bar of a chart: a part of a whole.</summary>
public sealed record Bar(string Label, int Part, int All);
