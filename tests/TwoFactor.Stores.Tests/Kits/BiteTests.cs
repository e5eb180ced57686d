using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>The kits find what is wrong: each wrong implementation fails the case that is meant for it.</summary>
[Trait("Req", "R90")]
public sealed class BiteTests(ITestOutputHelper output)
{
    public static TheoryData<string> Stores => [.. WrongStores.All.Keys];

    public static TheoryData<string> Quotas => [.. WrongQuotas.All.Keys];

    public static TheoryData<string> Protectors => [.. WrongProtector.All.Keys];

    public static TheoryData<string> Gateways => [.. WrongGateway.All.Keys];

    public static TheoryData<string> MailGateways => [.. WrongMailGateway.All.Keys];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_wrong_store_fails_its_case(string name)
    {
        var (open, expected) = WrongStores.All[name];
        var one = open();
        Assert_fails(
            expected,
            await new AccountStoreKit<WrongStore>(one is WrongStores.ForItself ? open : () => one).RunAsync()
        );
    }

    [Fact]
    public async Task The_store_that_they_are_made_of_is_right()
    {
        var store = new WrongStore();
        (await new AccountStoreKit<WrongStore>(() => store).RunAsync()).ThrowIfFailed();
        (await new PolicyStoreKit<WrongStore>(() => store).RunAsync()).ThrowIfFailed();
    }

    [Fact]
    public async Task A_wrong_store_of_policies_fails_its_case()
    {
        var store = new PolicyOverwritten();
        Assert_fails(
            "A_policy_is_written_at_the_expected_version_alone",
            await new PolicyStoreKit<WrongStore>(() => store).RunAsync()
        );
    }

    [Theory]
    [MemberData(nameof(Quotas))]
    public async Task A_wrong_quota_store_fails_its_case(string name)
    {
        var (open, expected) = WrongQuotas.All[name];
        var one = open();
        Assert_fails(expected, await new QuotaStoreKit(name == "process for itself" ? open : () => one).RunAsync());
    }

    [Theory]
    [MemberData(nameof(Protectors))]
    public async Task A_wrong_protector_fails_its_case(string name)
    {
        var (make, expected) = WrongProtector.All[name];
        Assert_fails(
            expected,
            await new AccountProtectorKit(() => make("old"), () => make("stranger"), () => make("old,new")).RunAsync()
        );
    }

    [Fact]
    public async Task The_protector_that_they_are_made_of_is_right() =>
        (
            await new AccountProtectorKit(
                () => new WrongProtector("old"),
                () => new WrongProtector("stranger"),
                () => new WrongProtector("old,new")
            ).RunAsync()
        ).ThrowIfFailed();

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task A_wrong_gateway_fails_its_case(string name)
    {
        var (make, expected) = WrongGateway.All[name];
        Assert_fails(
            expected,
            await new SmsGatewayKit(() => new(new WrongGateway.Harness(make)))
            {
                CaseTimeout = TimeSpan.FromSeconds(2),
            }.RunAsync()
        );
    }

    [Fact]
    public async Task The_gateway_that_they_are_made_of_is_right() =>
        (
            await new SmsGatewayKit(() => new(new WrongGateway.Harness(p => new WrongGateway(p)))).RunAsync()
        ).ThrowIfFailed();

    [Theory]
    [MemberData(nameof(MailGateways))]
    public async Task A_wrong_mail_gateway_fails_its_case(string name)
    {
        var (make, expected) = WrongMailGateway.All[name];
        Assert_fails(
            expected,
            await new MailGatewayKit(() => new(new WrongMailGateway.Harness(make)))
            {
                CaseTimeout = TimeSpan.FromSeconds(2),
            }.RunAsync()
        );
    }

    [Fact]
    public async Task The_mail_gateway_that_they_are_made_of_is_right() =>
        (
            await new MailGatewayKit(() => new(new WrongMailGateway.Harness(p => new WrongMailGateway(p)))).RunAsync()
        ).ThrowIfFailed();

    [Fact]
    public async Task A_kit_that_was_stopped_has_not_passed()
    {
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var store = new WrongStore();
        var report = await new AccountStoreKit<WrongStore>(() =>
        {
            if (++calls == 3)
                stop.Cancel();

            return store;
        }).RunAsync(stop.Token);
        Assert.Contains(report.Results, r => r.Outcome == ConformanceOutcome.NotRun);
        var e = Assert.Throws<ConformanceException>(report.ThrowIfFailed);
        Assert.Contains("NOT RUN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_never_ends_has_failed()
    {
        var report = await new PolicyStoreKit<NeverEnds>(() => new NeverEnds())
        {
            CaseTimeout = TimeSpan.FromMilliseconds(20),
        }.RunAsync();
        Assert.IsType<TimeoutException>(report.Results[0].Problem);
        Assert.False(report.IsPassed);
    }

    private void Assert_fails(string expected, ConformanceReport report)
    {
        output.WriteLine(report.ToString());
        Assert.Contains(
            expected,
            report.Results.Where(r => r.Outcome == ConformanceOutcome.Failed).Select(r => r.Name)
        );
        Assert.Contains(report.Results, r => r.Outcome == ConformanceOutcome.Passed);
    }

    private sealed class PolicyOverwritten : WrongStore
    {
        public override ValueTask<bool> TryWritePolicyAsync(
            PolicyRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        )
        {
            Policies[row.Tenant] = row;
            return new(true);
        }
    }

    private sealed class NeverEnds : WrongStore, IPolicyStore
    {
        ValueTask<PolicyRow?> IPolicyStore.ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
            new(new TaskCompletionSource<PolicyRow?>().Task);
    }
}
