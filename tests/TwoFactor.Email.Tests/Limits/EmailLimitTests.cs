namespace TwoFactor.Tests;

public sealed class EmailLimitTests
{
    [Fact]
    [Trait("Req", "R16")]
    public async Task A_mailbox_gets_five_messages_an_hour_whoever_asks_and_under_whatever_name()
    {
        await using var host = new EmailHost();
        string[] names = ["alice", "Alice", "alice+1", "ALICE+2", "aLice", "al.ice", "a.l.i.ce+3"];
        for (var i = 0; i < names.Length; i++, host.Clock.Advance(TimeSpan.FromMinutes(1)))
            Assert.Equal(i < 5, (await host.BeginAsync($"{names[i]}@example.com", $"user{i}")).Succeeded);

        Assert.Equal("mailbox", await LastDetailAsync(host, "user6"));
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task Whoever_types_somebody_elses_address_does_not_keep_its_owner_from_signing_in()
    {
        await using var host = new EmailHost();
        await host.EnrollAsync();
        for (var i = 0; i < 12; i++, host.Clock.Advance(TimeSpan.FromMinutes(1)))
            await host.BeginAsync(user: $"mallory{i}");

        var sent = host.Mail.Sent.Count;
        Assert.True((await host.ChallengeAsync()).Succeeded);
        Assert.Equal(sent + 1, host.Mail.Sent.Count);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task A_client_address_a_domain_and_all_unconfirmed_ones_have_caps()
    {
        await using var host = new EmailHost(o =>
        {
            o.Limits.PerNetworkPerHour = 2;
            o.Limits.UnconfirmedPerDomainPerHour = 3;
            o.Limits.UnconfirmedPerDay = 4;
        });
        (string Address, string? Network, string? Refusal)[] story =
        [
            ("a@one.example", "192.0.2.1", null),
            ("b@one.example", "192.0.2.1", null),
            ("c@two.example", "192.0.2.1", "network"),
            ("d@one.example", "192.0.2.2", null),
            ("e@one.example", "192.0.2.3", "domain"),
            ("f@two.example", "192.0.2.4", null),
            ("g@three.example", "192.0.2.5", "unconfirmed"),
        ];
        for (var i = 0; i < story.Length; i++, host.Clock.Advance(TimeSpan.FromMinutes(1)))
        {
            var (address, network, refusal) = story[i];
            var result = await host.BeginAsync(address, $"user{i}", network: network);
            Assert.Equal(refusal is null, result.Succeeded);
            if (refusal is not null)
                Assert.Equal(refusal, await LastDetailAsync(host, $"user{i}"));
        }
    }

    [Fact]
    public void Settings_that_are_wrong_are_named()
    {
        var options = new EmailOptions
        {
            CodeDigits = 4,
            DefaultLanguage = "",
            Limits = { PerDay = -1 },
            Delivery = { Timeout = TimeSpan.Zero, BreakAfter = 1 },
        };
        string[] named = ["CodeDigits", "DefaultLanguage", "Limits:PerDay", "Delivery:Timeout", "Delivery:BreakAfter"];
        Assert.Equal(named.Select(n => $"TwoFactor:Email:{n}"), options.Problems().Select(p => p.Split(' ')[0]));
    }

    private static async Task<string?> LastDetailAsync(EmailHost host, string user)
    {
        string? detail = null;
        await foreach (var auditEvent in host.Get<IAuditService>().ReadAsync(user))
            detail = auditEvent.Detail;

        return detail;
    }
}
