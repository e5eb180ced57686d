using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace TwoFactor;

/// <summary>
/// Writes an account and its events in one statement, where the database is PostgreSQL: then no transaction has to be
/// begun and committed. Names and types are those of the host's model. See docs/decisions/0100.
/// </summary>
internal sealed class OneStatement
{
    private const string Provider = "Npgsql.EntityFrameworkCore.PostgreSQL";

    private static readonly ConditionalWeakTable<IModel, OneStatement> s_known = [];

    private readonly MappedTable? _accounts;
    private readonly MappedTable? _events;

    // By the number of events.
    private readonly ConcurrentDictionary<int, string> _texts = new();

    private OneStatement(IModel model)
    {
        _accounts = MappedTable.Of(model.FindEntityType(typeof(AccountEntity)));
        _events = MappedTable.Of(model.FindEntityType(typeof(EventEntity)));
    }

    /// <summary>
    /// The statement for this context; null for another database, or for a host that added to the tables what only
    /// <c>SaveChanges</c> knows.
    /// </summary>
    public static OneStatement? For(DbContext context)
    {
        if (context.Database.ProviderName != Provider)
            return null;

        var statement = s_known.GetValue(context.Model, static model => new(model));
        return statement is { _accounts: not null, _events: not null } ? statement : null;
    }

    /// <summary>Writes the account if it still has the expected version, and returns whether it had.</summary>
    public async Task<bool> WriteAsync(
        DbContext context,
        AccountEntity account,
        long expectedVersion,
        IReadOnlyList<EventEntity> events
    )
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        await using var ending = command.ConfigureAwait(false);
        var parameters = new List<DbParameter>();
        Add(_accounts!.Values, account);
        Add(_accounts.Keys, account);
        parameters.Add(_accounts.Version!.Parameter(command, Name(parameters.Count), expectedVersion));
        foreach (var one in events)
            Add(_events!.All, one);

        var text = _texts.GetOrAdd(events.Count, Text, context.GetService<ISqlGenerationHelper>());

        // What has begun is not cancelled: then nobody would know whether it was done.
        var rows = await context
            .Database.ExecuteSqlRawAsync(text, parameters, CancellationToken.None)
            .ConfigureAwait(false);
        return rows > 0;

        void Add(IEnumerable<MappedColumn> columns, object entity)
        {
            foreach (var column in columns)
                parameters.Add(column.Parameter(command, Name(parameters.Count), column.ValueOf(entity)));
        }
    }

    private string Text(int events, ISqlGenerationHelper names)
    {
        var count = 0;
        var text = new StringBuilder();
        if (events > 0)
            text.Append("WITH written AS (");

        text.Append(CultureInfo.InvariantCulture, $"UPDATE {_accounts!.NameBy(names)} SET ")
            .AppendJoin(", ", Assigned(_accounts.Values))
            .Append(" WHERE ")
            .AppendJoin(" AND ", Assigned([.. _accounts.Keys, _accounts.Version!]));
        if (events > 0)
            text.Append(CultureInfo.InvariantCulture, $" RETURNING 1) INSERT INTO {_events!.NameBy(names)} (")
                .AppendJoin(", ", _events.All.Select(c => names.DelimitIdentifier(c.Name)))
                .Append(") ")
                .AppendJoin(
                    " UNION ALL ",
                    Enumerable
                        .Range(0, events)
                        .Select(_ => $"SELECT {string.Join(", ", _events.All.Select(_ => Next()))} FROM written")
                );

        // It is read as a format.
        return text.Replace("{", "{{").Replace("}", "}}").ToString();

        IEnumerable<string> Assigned(IEnumerable<MappedColumn> columns) =>
            columns.Select(c => $"{names.DelimitIdentifier(c.Name)} = {Next()}");

        string Next() => "@" + Name(count++);
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");
}
