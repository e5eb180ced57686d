namespace WebSample.Pages.Shared;

/// <summary>A bar of a chart: so many of so many.</summary>
public sealed record Bar(string Label, int Part, int All);
