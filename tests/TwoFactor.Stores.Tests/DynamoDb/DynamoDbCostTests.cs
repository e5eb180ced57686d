using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>
/// What operations cost in requests and in units, which is what is paid for: docs/guides/scale-out.md.
/// </summary>
public sealed class DynamoDbCostTests(Dynalite dynalite, ITestOutputHelper output)
{
    private const int Verifications = 10;

    private readonly ConcurrentDictionary<string, double> _units = new(StringComparer.Ordinal);

    [DynaliteFact]
    public async Task A_verification_costs_one_consistent_read_and_one_write_and_its_event_a_copy_beside()
    {
        using var wire = new FaultyWire { Change = AskForUnits, ChangeAnswer = CountUnits };
        using var client = (await dynalite.ServerAsync()).NewClient(c => c.HttpClientFactory = wire.Factory);
        var table = await dynalite.NewTableAsync();
        var clock = new ManualTimeProvider(Rows.Start);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services
            .AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true)
            .UseDynamoDb(o => (o.TableName, o.Client) = (table, client));
        await using var provider = services.BuildServiceProvider();
        var copies = provider.GetRequiredService<DynamoDbDatabase>().Copies;
        var enrollment = provider.GetRequiredService<IEnrollmentService>();
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Proof = new FreshProof { PasswordVerifiedAt = clock.Now },
            }
        );
        var app = VirtualAuthenticator.Scan(pending.Uri);
        await enrollment.ConfirmAsync("alice", pending.FactorId!, app.CodeAt(clock));
        await copies.FlushAsync();
        Report("an enrolment", wire, 1);

        var verification = provider.GetRequiredService<IVerificationService>();
        for (var i = 0; i < Verifications; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            var result = await verification.VerifyAsync(
                new VerificationRequest { UserId = "alice", Code = app.CodeAt(clock) }
            );
            Assert.True(result.Succeeded);
            await copies.FlushAsync();
        }

        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["GetItem"] = Verifications,
                ["UpdateItem"] = Verifications,
                ["PutItem"] = Verifications,
            },
            wire.Counts
        );
        Report("a verification", wire, Verifications);
    }

    [DynaliteFact]
    public async Task Permits_of_many_buckets_cost_one_read_and_a_write_each()
    {
        using var wire = new FaultyWire { Change = AskForUnits, ChangeAnswer = CountUnits };
        await using var database = await dynalite.OpenAsync(
            await dynalite.NewTableAsync(),
            c => c.HttpClientFactory = wire.Factory
        );
        var permits = Enumerable.Range(0, 6).Select(i => new QuotaPermit($"b{i}", TimeSpan.FromHours(1), 9)).ToList();
        await new DynamoDbQuotaStore(database).TryAcquireAsync("t", permits, Rows.Start, default);
        Assert.Equal((1, 6), (wire.Counts["BatchGetItem"], wire.Counts["UpdateItem"]));
        Report("permits of six buckets", wire, 1);
    }

    [DynaliteFact]
    public async Task A_sign_in_by_SMS_costs_its_permits_besides()
    {
        using var wire = new FaultyWire { Change = AskForUnits, ChangeAnswer = CountUnits };
        using var client = (await dynalite.ServerAsync()).NewClient(c => c.HttpClientFactory = wire.Factory);
        var table = await dynalite.NewTableAsync();
        var clock = new ManualTimeProvider(Rows.Start);
        var gateway = new RecordingSmsGateway();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services
            .AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true)
            .UseDynamoDb(o => (o.TableName, o.Client) = (table, client))
            .AddSms(o => o.Regions.Add("JP"))
            .AddGateway(_ => gateway);
        await using var provider = services.BuildServiceProvider();
        var copies = provider.GetRequiredService<DynamoDbDatabase>().Copies;
        var enrollment = provider.GetRequiredService<IEnrollmentService>();
        var pending = await enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "bob",
                Method = SmsFactor.Method,
                Input = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [SmsInput.PhoneNumber] = "+819012345678",
                },
                Proof = new FreshProof { PasswordVerifiedAt = clock.Now },
            }
        );
        await enrollment.ConfirmAsync("bob", pending.FactorId!, gateway.LastCodeTo("+819012345678")!);
        await copies.FlushAsync();
        Report("an enrolment by SMS", wire, 1);

        clock.Advance(TimeSpan.FromMinutes(5));
        var challenge = await provider
            .GetRequiredService<IChallengeService>()
            .ChallengeAsync(new ChallengeRequest { UserId = "bob" });
        var result = await provider
            .GetRequiredService<IVerificationService>()
            .VerifyAsync(
                new VerificationRequest
                {
                    UserId = "bob",
                    Code = gateway.LastCodeTo("+819012345678")!,
                    ChallengeId = challenge.ChallengeId,
                }
            );
        Assert.True(result.Succeeded);
        await copies.FlushAsync();
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["GetItem"] = 3,
                ["UpdateItem"] = 14,
                ["PutItem"] = 2,
                ["BatchGetItem"] = 6,
            },
            wire.Counts
        );
        Report("a challenge by SMS and its answer", wire, 1);
    }

    private void Report(string what, FaultyWire wire, int times)
    {
        output.WriteLine(
            $"{what}: {string.Join(", ", wire.Counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{(double)c.Value / times} {c.Key} ({_units.GetValueOrDefault(c.Key) / times} units)"))}"
        );
        wire.Counts.Clear();
        _units.Clear();
    }

    private static string AskForUnits(string operation, string body)
    {
        var request = JsonNode.Parse(body)!;
        request["ReturnConsumedCapacity"] = "INDEXES";
        return request.ToJsonString();
    }

    private string CountUnits(string operation, string body)
    {
        var consumed = JsonNode.Parse(body)!["ConsumedCapacity"];
        foreach (var one in consumed is JsonArray several ? several.ToList() : [consumed])
        {
            if (one?["CapacityUnits"] is { } units)
                _units.AddOrUpdate(operation, units.GetValue<double>(), (_, sum) => sum + units.GetValue<double>());
        }

        return body;
    }
}
