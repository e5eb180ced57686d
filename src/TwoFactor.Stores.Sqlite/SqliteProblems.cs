using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

/// <summary>What SQLite's result codes mean for an operator.</summary>
internal static class SqliteProblems
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    public static string Explain(SqliteException exception, string path) =>
        exception.SqliteErrorCode switch
        {
            Busy or Locked => $"The two-factor database '{path}' is held by another process. Nothing was changed; try "
                + "again, and look for a process that keeps it open.",
            ReadOnly => $"The two-factor database '{path}' cannot be written. Make the file and its folder writable "
                + "for this user: SQLite keeps its log beside the file.",
            InputOutput =>
                $"The two-factor database '{path}' cannot be read or written: the disk reports an error or is "
                    + "full. Nothing was changed; check the disk.",
            Corrupt or NotADatabase =>
                $"The two-factor database '{path}' is corrupt or not a SQLite database. Nothing was changed; "
                    + "restore it from a backup, or move it away to start with an empty one.",
            Full => $"The disk of the two-factor database '{path}' is full. Nothing was changed; free some space "
                + "and try again.",
            Constraint => $"The audit trail in the two-factor database '{path}' has events that the sealed records do "
                + "not know: somebody wrote to it from outside. Nothing was changed; verify the trail and "
                + "restore a backup.",
            CannotOpen => $"The two-factor database '{path}' cannot be opened. Check that the folder exists and that "
                + "this user may write to it.",
            _ => $"The two-factor database '{path}' cannot be used: {exception.Message}",
        };
}
