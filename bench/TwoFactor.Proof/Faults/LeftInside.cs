using Amazon.DynamoDBv2.Model;
using TwoFactor.Shared;

namespace TwoFactor.Proof;

/// <summary>
/// Counts the events that lie in their account's item alone: a process was gone before it had copied them.
/// </summary>
internal static class LeftInside
{
    public static async Task<int> CountAsync(string url)
    {
        using var client = DynaliteServer.NewClient(url);
        HashSet<(string, long)> inside = [],
            copied = [];
        Dictionary<string, AttributeValue>? from = null;
        do
        {
            var page = await client.ScanAsync(new ScanRequest { TableName = App.Table, ExclusiveStartKey = from });
            foreach (var item in page.Items)
            {
                var (partition, sort) = (item[ItemKeys.Partition].S, item[ItemKeys.Sort].S);
                if (sort == ItemKeys.Record)
                    inside.UnionWith(
                        StoredEvent.Pending(new("", partition), item).Select(p => (partition, p.Event.Sequence))
                    );
                else
                    copied.Add((partition, ItemKeys.SequenceOf(sort)));
            }

            from = page.LastEvaluatedKey;
        } while (from is { Count: > 0 });

        inside.ExceptWith(copied);
        return inside.Count;
    }
}
