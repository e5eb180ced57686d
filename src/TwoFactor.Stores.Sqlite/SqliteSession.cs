using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

/// <summary>
/// A connection that stays open, with the statements that were asked on it before: each is prepared once. Used by one
/// at a time.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The statement, without an open reader; its values are set anew. It is not to be disposed.</summary>
    public SqliteCommand Command(string sql)
    {
        if (_commands.TryGetValue(sql, out var command))
            return command;

        command = connection.CreateCommand();
        command.CommandText = sql;
        return _commands[sql] = command;
    }

    public void Execute(string sql) => Command(sql).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();

        connection.Dispose();
    }
}
