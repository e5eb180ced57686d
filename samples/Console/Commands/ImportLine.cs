namespace ConsoleSample.Commands;

/// <summary>One line of an import file, with its number.</summary>
internal sealed class ImportLine(int number, ImportLineKind kind)
{
    public int Number { get; } = number;

    public ImportLineKind Kind { get; } = kind;

    public string UserId { get; init; } = "";

    public string Uri { get; init; } = "";

    public string? Problem { get; init; }

    public override string ToString() => $"line {Number} (content withheld)";
}
