namespace TwoFactor.Tests;

public sealed class MailDispatcherTests
{
    [Theory]
    [InlineData(MailFailure.Recipient, false)]
    [InlineData(MailFailure.Policy, false)]
    [InlineData(MailFailure.Request, false)]
    [InlineData(MailFailure.Configuration, true)]
    [InlineData(MailFailure.Transient, true)]
    [InlineData(MailFailure.Unreachable, true)]
    public async Task The_next_gateway_is_asked_unless_that_would_do_harm(MailFailure failure, bool isAsked)
    {
        var (first, second) = (new FakeMail("first"), new FakeMail("second"));
        first.Answer = _ => MailResult.Rejected(failure, "x");
        await using var host = new EmailHost(build: b => b.AddGateway(_ => first).AddGateway(_ => second));
        await host.BeginAsync();
        Assert.Equal((1, isAsked ? 1 : 0), (first.Sent.Count, second.Sent.Count));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task What_may_have_left_goes_through_one_other_gateway_at_most(bool isAllowed, int asked)
    {
        FakeMail[] all = [new("a"), new("b"), new("c")];
        foreach (var gateway in all)
            gateway.Answer = _ => MailResult.Ambiguous();

        await using var host = new EmailHost(
            o => o.Delivery.FailOverWhenAmbiguous = isAllowed,
            b => Array.ForEach(all, g => b.AddGateway(_ => g))
        );
        await host.BeginAsync();
        Assert.Equal([1, asked, 0], all.Select(g => g.Sent.Count));
    }

    [Fact]
    public async Task A_gateway_with_faults_of_its_own_is_passed_over_and_an_address_cannot_bring_that_about()
    {
        var (first, second) = (new FakeMail("first"), new FakeMail("second"));
        await using var host = new EmailHost(build: b => b.AddGateway(_ => first).AddGateway(_ => second));
        first.Answer = _ => MailResult.Rejected(MailFailure.Transient, "451");
        for (var i = 0; i < 6; i++)
            await host.BeginAsync($"a{i}@example.com", $"user{i}");

        Assert.Equal(6, first.Sent.Count);
        first.Answer = _ => MailResult.Rejected(MailFailure.Unreachable);
        for (var i = 6; i < 20; i++)
            await host.BeginAsync($"a{i}@example.com", $"user{i}");

        Assert.InRange(first.Sent.Count, 7, 19);
        Assert.Equal(20, second.Sent.Count);
    }

    [Fact]
    public void Gateways_have_names_of_their_own()
    {
        var two = new EmailHost(build: b => b.AddGateway(_ => new FakeMail("a")).AddGateway(_ => new FakeMail("a")));
        Assert.Contains("Two mail gateways", Problem(two), StringComparison.Ordinal);
        Assert.Contains("No mail gateway", Problem(new EmailHost(build: _ => { })), StringComparison.Ordinal);
        var odd = new EmailHost(build: b => b.AddGateway(_ => new FakeMail("A b")));
        Assert.Contains("lower-case ASCII", Problem(odd), StringComparison.Ordinal);

        static string Problem(EmailHost host) =>
            Assert.Throws<InvalidOperationException>(() => host.Get<MailGateways>()).Message;
    }
}
