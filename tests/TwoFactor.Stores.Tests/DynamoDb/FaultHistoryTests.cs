using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>
/// A wire that loses, repeats, delays and refuses at random: nothing is accepted twice, nothing acknowledged is lost,
/// no event is lost or doubled. And wrong stores of this kind are found out.
/// </summary>
[Trait("Req", "R90")]
public sealed class FaultHistoryTests(Dynalite dynalite, ITestOutputHelper output)
{
    [DynaliteFact]
    public async Task On_a_bad_wire_nothing_is_accepted_twice_and_nothing_acknowledged_is_lost()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"seed {seed}");
        Assert.Empty(await new FaultHistory(dynalite, seed).RunAsync());
    }

    [DynaliteFact]
    public async Task A_store_that_drops_events_before_they_are_copied_is_found_out() =>
        Assert.Contains(
            await new FaultHistory(
                dynalite,
                seed: 1,
                w => w.Change = (operation, body) => operation == "PutItem" ? null : body
            ).RunAsync(),
            p => p.EndsWith("is lost", StringComparison.Ordinal)
        );

    [DynaliteFact]
    public async Task A_store_that_copies_events_under_another_number_is_found_out() =>
        Assert.Contains(
            await new FaultHistory(dynalite, seed: 1, w => w.Change = UnderTheNextNumber).RunAsync(),
            p => p.Contains("has the events", StringComparison.Ordinal)
        );

    [DynaliteFact]
    public async Task A_store_that_takes_the_answer_to_a_second_try_for_a_refusal_is_found_out() =>
        Assert.Contains(
            await new FaultHistory(dynalite, seed: 1, w => w.ChangeAnswer = WithoutWriteIds).RunAsync(),
            p => p.EndsWith("was refused and is done", StringComparison.Ordinal)
        );

    [DynaliteFact]
    public async Task A_store_that_forgets_the_condition_on_insert_fails_its_case()
    {
        using var wire = new FaultyWire { Change = WithoutConditionOnInsert };
        await using var database = await dynalite.OpenAsync(
            await dynalite.NewTableAsync(),
            c => c.HttpClientFactory = wire.Factory
        );
        var store = new DynamoDbAccountStore(database);
        var report = await new AccountStoreKit<DynamoDbAccountStore>(() => store).RunAsync();
        Assert.Contains(
            report.Results,
            r => r.Outcome == ConformanceOutcome.Failed && r.Name == "Of_many_first_writers_one_wins"
        );
    }

    private static string UnderTheNextNumber(string operation, string body)
    {
        if (operation != "PutItem")
            return body;

        var request = JsonNode.Parse(body)!;
        var key = request["Item"]![ItemKeys.Sort]!;
        key["S"] = ItemKeys.Event(ItemKeys.SequenceOf(key["S"]!.GetValue<string>()) + 1);
        return request.ToJsonString();
    }

    private static string WithoutWriteIds(string operation, string body) =>
        operation == "GetItem"
            ? body.Replace("\"write_id\"", "\"write_id_of_another\"", StringComparison.Ordinal)
            : body;

    private static string WithoutConditionOnInsert(string operation, string body)
    {
        if (operation != "UpdateItem" || !body.Contains("attribute_not_exists(pk)", StringComparison.Ordinal))
            return body;

        var request = JsonNode.Parse(body)!;
        request.AsObject().Remove("ConditionExpression");
        return request.ToJsonString();
    }
}
