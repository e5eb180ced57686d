using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Puts an update together. Names and values are placeholders, so that no name meets a reserved word.
/// </summary>
internal sealed class UpdateBuilder
{
    private readonly Dictionary<string, string> _names = [];
    private readonly Dictionary<string, string> _placeholders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeValue> _values = [];
    private readonly List<string> _sets = [];
    private readonly List<string> _removes = [];
    private readonly List<string> _adds = [];

    public void Set(string name, AttributeValue value) => _sets.Add($"{Name(name)} = {Value(value)}");

    public void Remove(string name) => _removes.Add(Name(name));

    public void Add(string name, long value) => _adds.Add($"{Name(name)} {Value(ItemValues.Of(value))}");

    public string Name(string name)
    {
        if (!_placeholders.TryGetValue(name, out var placeholder))
        {
            placeholder = string.Create(CultureInfo.InvariantCulture, $"#n{_names.Count}");
            _placeholders[name] = placeholder;
            _names[placeholder] = name;
        }

        return placeholder;
    }

    public string Value(AttributeValue value)
    {
        var placeholder = string.Create(CultureInfo.InvariantCulture, $":v{_values.Count}");
        _values[placeholder] = value;
        return placeholder;
    }

    /// <param name="table">The table.</param>
    /// <param name="key">The key of the item.</param>
    /// <param name="condition">The condition, made with the names and values of this builder.</param>
    public UpdateItemRequest ToRequest(string table, Dictionary<string, AttributeValue> key, string? condition) =>
        new()
        {
            TableName = table,
            Key = key,
            ConditionExpression = condition,
            UpdateExpression = string.Join(
                ' ',
                new[] { Clause("SET", _sets), Clause("REMOVE", _removes), Clause("ADD", _adds) }.Where(c =>
                    c.Length > 0
                )
            ),
            ExpressionAttributeNames = _names,
            ExpressionAttributeValues = _values,
            ReturnValuesOnConditionCheckFailure = Amazon.DynamoDBv2.ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

    private static string Clause(string verb, List<string> parts) =>
        parts.Count == 0 ? "" : $"{verb} {string.Join(", ", parts)}";
}
