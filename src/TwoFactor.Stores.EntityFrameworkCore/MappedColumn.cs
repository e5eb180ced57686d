using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace TwoFactor;

/// <summary>A column as the host's model maps it.</summary>
internal sealed class MappedColumn
{
    private readonly RelationalTypeMapping _mapping;
    private readonly IClrPropertyGetter _getter;
    private readonly bool _isNullable;

    private MappedColumn(IProperty property, string name, RelationalTypeMapping mapping)
    {
        (Name, _mapping, _getter, _isNullable) = (name, mapping, property.GetGetter(), property.IsNullable);
        (IsKey, IsToken) = (property.IsPrimaryKey(), property.IsConcurrencyToken);
    }

    public string Name { get; }

    public bool IsKey { get; }

    public bool IsToken { get; }

    /// <summary>The column of a property; null if the property is none of the library's own.</summary>
    public static MappedColumn? Of(IProperty property, StoreObjectIdentifier table) =>
        !property.IsShadowProperty()
        && property.ValueGenerated == ValueGenerated.Never
        && property.GetColumnName(table) is { } name
        && property.FindRelationalTypeMapping(table) is { } mapping
            ? new MappedColumn(property, name, mapping)
            : null;

    public object? ValueOf(object entity) => _getter.GetClrValue(entity);

    public DbParameter Parameter(DbCommand command, string name, object? value) =>
        _mapping.CreateParameter(command, name, value, _isNullable);
}
