using System.Globalization;

namespace TwoFactor.Stores;

/// <summary>
/// The statement around one that writes a row: it keeps the events if the row was written, and returns one row then.
/// $1 is the tenant, $2 the user id, $3 the id of the write; then come the values of the row, then the events.
/// </summary>
internal sealed class PostgreSqlStatement
{
    /// <summary>
    /// A commit that is answered before it is on disk is forgotten by a crash, and a code that was accepted is good
    /// again. And the warning of a server that stopped waiting for its replica must come through. Both are settings of
    /// the session. What is wrong for a write is set right for its transaction, and what is right is left alone.
    /// </summary>
    public const string Lasting = """
        CASE WHEN current_setting('client_min_messages') IN ('error', 'fatal', 'panic')
            THEN set_config('client_min_messages', 'warning', true) END,
        CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
            THEN set_config('synchronous_commit', 'on', true) END
        """;

    private readonly string _without;
    private readonly string _withOne;
    private readonly string _withSeveral;

    /// <param name="writeRow">Writes the row if the version is the expected one.</param>
    /// <param name="values">How many values of the row there are, the expected version among them.</param>
    /// <param name="row">The row as a FROM clause, named r.</param>
    public PostgreSqlStatement(string writeRow, int values, string row)
    {
        Row = row;
        var first = 4 + values;
        var numbers = string.Join(
            ", ",
            Enumerable
                .Range(first, PostgreSqlEvents.ColumnCount)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}"))
        );
        _without = Around(writeRow, "");
        _withOne = Around(writeRow, $"SELECT $1, $2, $3, {numbers} FROM written");
        _withSeveral = Around(
            writeRow,
            $"SELECT $1, $2, $3, e.* FROM unnest({numbers}) AS e WHERE EXISTS (SELECT FROM written)"
        );
    }

    public string Row { get; }

    /// <summary>One event is passed as it is, without arrays: that is what nearly every write has.</summary>
    public string For(int events) =>
        events switch
        {
            0 => _without,
            1 => _withOne,
            _ => _withSeveral,
        };

    private static string Around(string writeRow, string selectEvents) =>
        $"""
            WITH written AS ({writeRow} RETURNING 1){(selectEvents.Length == 0 ? "" : $"""
            ,
            kept AS (
                INSERT INTO two_factor_events (tenant, user_id, write_id, {PostgreSqlEvents.Columns})
                {selectEvents}
            )
            """)}
            SELECT 1, {Lasting} FROM written
            """;
}
