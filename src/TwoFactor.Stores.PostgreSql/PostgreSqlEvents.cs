using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Stores;

/// <summary>Events as parameters: one as plain values, several as an array a column.</summary>
internal static class PostgreSqlEvents
{
    public const string Columns =
        "sequence, at, type, factor_id, method, outcome, detail, actor, reason, correlation_id, hash";

    public const int ColumnCount = 11;

    public static void Add(NpgsqlParameterCollection parameters, IReadOnlyList<AuditEvent> events)
    {
        if (events.Count == 1)
            AddOne(parameters, events[0]);
        else if (events.Count > 1)
            AddSeveral(parameters, events);
    }

    public static void AddSeveral(NpgsqlParameterCollection parameters, IReadOnlyList<AuditEvent> events)
    {
        AddEach(parameters, events, e => e.Sequence, NpgsqlDbType.Bigint);
        AddEach(parameters, events, e => e.At.UtcTicks, NpgsqlDbType.Bigint);
        AddEach(parameters, events, e => e.Type, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.FactorId, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.Method, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.Outcome, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.Detail, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.Actor, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.Reason, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.CorrelationId, NpgsqlDbType.Text);
        AddEach(parameters, events, e => e.Hash.ToArray(), NpgsqlDbType.Bytea);
    }

    private static void AddOne(NpgsqlParameterCollection parameters, AuditEvent e)
    {
        parameters.Add(new NpgsqlParameter<long> { TypedValue = e.Sequence });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = e.At.UtcTicks });
        parameters.Add(Text(e.Type));
        parameters.Add(Text(e.FactorId));
        parameters.Add(Text(e.Method));
        parameters.Add(Text(e.Outcome));
        parameters.Add(Text(e.Detail));
        parameters.Add(Text(e.Actor));
        parameters.Add(Text(e.Reason));
        parameters.Add(Text(e.CorrelationId));
        parameters.Add(
            new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = e.Hash, NpgsqlDbType = NpgsqlDbType.Bytea }
        );
    }

    private static NpgsqlParameter<string?> Text(string? value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static void AddEach<T>(
        NpgsqlParameterCollection parameters,
        IReadOnlyList<AuditEvent> events,
        Func<AuditEvent, T> value,
        NpgsqlDbType type
    )
    {
        var values = new T[events.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(events[i]);

        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
