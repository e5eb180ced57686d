using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

internal static class SqliteValues
{
    /// <summary>Sets a value of a statement that may have been asked before; null is stored as NULL.</summary>
    public static void Set(this SqliteCommand command, string name, object? value)
    {
        var parameters = command.Parameters;
        var at = parameters.IndexOf(name);
        if (at < 0)
            parameters.AddWithValue(name, value ?? DBNull.Value);
        else
            parameters[at].Value = value ?? DBNull.Value;
    }
}
