using System.Globalization;

namespace TwoFactor.Proof;

/// <summary>How far a process is that moves users, and how much memory it has, in MiB.</summary>
internal sealed record MoveProgress(
    long Users,
    long Changed,
    long Already,
    long Failed,
    string Last,
    long WorkingSet,
    long Heap
)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Users}|{Changed}|{Already}|{Failed}|{Last}|{WorkingSet}|{Heap}");

    public static MoveProgress? Parse(string line)
    {
        var parts = line.Split('|');
        return parts.Length == 7
            ? new MoveProgress(
                Number(parts[0]),
                Number(parts[1]),
                Number(parts[2]),
                Number(parts[3]),
                parts[4],
                Number(parts[5]),
                Number(parts[6])
            )
            : null;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
