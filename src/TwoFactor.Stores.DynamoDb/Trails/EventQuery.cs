using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>Queries for the events of one trail that have items of their own.</summary>
internal static class EventQuery
{
    /// <param name="partition">The trail.</param>
    /// <param name="first">The lowest number.</param>
    /// <param name="last">The highest number.</param>
    /// <param name="isForward">Whether the lowest comes first.</param>
    public static QueryRequest Range(string partition, long first, long last, bool isForward = true) =>
        new()
        {
            KeyConditionExpression = $"{ItemKeys.Partition} = :p AND {ItemKeys.Sort} BETWEEN :first AND :last",
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [":p"] = ItemValues.Of(partition),
                [":first"] = ItemValues.Of(ItemKeys.Event(first)),
                [":last"] = ItemValues.Of(ItemKeys.Event(last)),
            },
            ConsistentRead = true,
            ScanIndexForward = isForward,
        };

    /// <summary>A query of an index: what is after (or before) a place.</summary>
    public static QueryRequest OfIndex(
        string index,
        (string Name, string Value) partition,
        (string Name, string? Value) sort,
        bool isForward
    )
    {
        var request = new QueryRequest
        {
            IndexName = index,
            KeyConditionExpression = $"{partition.Name} = :p",
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [":p"] = ItemValues.Of(partition.Value),
            },
            ScanIndexForward = isForward,
        };
        if (sort.Value is not null)
        {
            request.KeyConditionExpression += $" AND {sort.Name} {(isForward ? '>' : '<')} :from";
            request.ExpressionAttributeValues[":from"] = ItemValues.Of(sort.Value);
        }

        return request;
    }
}
