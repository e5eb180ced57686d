namespace ConsoleSample.Commands;

/// <summary>What a line of a file to import is.</summary>
internal enum ImportLineKind
{
    Secret,
    Header,
    Blank,
    Refused,
}
