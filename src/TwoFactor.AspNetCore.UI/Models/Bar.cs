namespace TwoFactor.AspNetCore.UI;

/// <summary>A bar of a chart: a part of a whole.</summary>
/// <param name="Label">What it counts.</param>
/// <param name="Part">The part.</param>
/// <param name="All">The whole.</param>
public sealed record Bar(string Label, int Part, int All)
{
    private const int Percent = 100;

    /// <summary>The part in percent, 0 to 100.</summary>
    public int Share => All == 0 ? 0 : Percent * Part / All;
}
