namespace ConsoleSample.Commands;

/// <summary>The kinds of lines in an import file.</summary>
internal enum ImportLineKind
{
    Secret,
    Header,
    Blank,
    Refused,
}
