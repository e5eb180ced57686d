using System.Globalization;

namespace TwoFactor.Proof;

/// <summary>What a worker was told, written down before anything else happens.</summary>
internal sealed record Answer(string User, long Step, string Outcome, string Correlation, long At, long Took)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{User}|{Step}|{Outcome}|{Correlation}|{At}|{Took}");

    public static Answer? Parse(string line)
    {
        var parts = line.Split('|');
        return parts.Length == 6
            ? new Answer(
                parts[0],
                long.Parse(parts[1], CultureInfo.InvariantCulture),
                parts[2],
                parts[3],
                long.Parse(parts[4], CultureInfo.InvariantCulture),
                long.Parse(parts[5], CultureInfo.InvariantCulture)
            )
            : null;
    }
}
