using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace TwoFactor;

/// <summary>A table as the host's model maps it.</summary>
internal sealed class MappedTable
{
    private readonly string _name;
    private readonly string? _schema;

    private MappedTable(string name, string? schema, IReadOnlyList<MappedColumn> columns)
    {
        (_name, _schema, All) = (name, schema, columns);
        Keys = [.. columns.Where(c => c.IsKey)];
        Values = [.. columns.Where(c => !c.IsKey)];
        Version = columns.FirstOrDefault(c => c.IsToken);
    }

    public IReadOnlyList<MappedColumn> All { get; }

    public IReadOnlyList<MappedColumn> Keys { get; }

    public IReadOnlyList<MappedColumn> Values { get; }

    /// <summary>The column that tells whether somebody else has written; null if there is none.</summary>
    public MappedColumn? Version { get; }

    /// <summary>
    /// The table of an entity that is as the library made it; null if the host added anything to it, or put it
    /// elsewhere.
    /// </summary>
    public static MappedTable? Of(IEntityType? type)
    {
        if (
            type?.GetTableName() is not { } name
            || type.BaseType is not null
            || type.GetDerivedTypes().Any()
            || type.GetNavigations().Any()
            || type.GetComplexProperties().Any()
        )
            return null;

        var table = StoreObjectIdentifier.Table(name, type.GetSchema());
        var columns = type.GetProperties().Select(p => MappedColumn.Of(p, table)).ToList();
        return columns.Contains(null)
            ? null
            : new MappedTable(name, type.GetSchema(), [.. columns.OfType<MappedColumn>()]);
    }

    public string NameBy(ISqlGenerationHelper names) => names.DelimitIdentifier(_name, _schema);
}
