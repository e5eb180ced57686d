using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>Endpoints, receipts and the health check serve a method that they have never heard of.</summary>
public sealed class StrangersMethodTests
{
    [Theory]
    [InlineData("""{"method":"email","address":"alice@example.com","name":"mail"}""")]
    [InlineData("""{"method":"email","Address":"alice@example.com","unknown":{"a":[1]},"seven":7,"none":null}""")]
    [InlineData("""{"method":"email","input":{"address":"alice@example.com"}}""")]
    [InlineData("""{"method":"email","input":{"address":"bob@example.com"},"address":"alice@example.com"}""")]
    public async Task What_a_method_asks_for_stands_in_the_body_or_in_its_input(string body)
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        var (status, pending) = await user.PostAsync("/two-factor/factors", JsonNode.Parse(body));
        Assert.Equal((201, "a•••@example.com"), (status, pending["destination"]!.GetValue<string>()));
        var mailer = host.Get<ToyMailer>();
        Assert.Equal("alice@example.com", Assert.Single(mailer.Sent).To);
        var confirmed = await user.PostAsync(
            $"/two-factor/factors/{pending["factorId"]}/confirm",
            new { code = mailer.LastCode }
        );
        Assert.Equal(200, confirmed.Status);
    }

    [Fact]
    public async Task A_body_without_what_the_method_asks_for_is_refused_with_its_words()
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        var refused = await user.PostAsync("/two-factor/factors", new { method = "email", address = 7 });
        Assert.Equal((400, "invalid_input"), (refused.Status, Visitor.CodeOf(refused)));
        Assert.Contains("name@example.com", refused.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/two-factor/receipts/postal", 204)]
    [InlineData("/two-factor/sms-receipts/postal", 204)]
    [InlineData("/two-factor/receipts/nobody", 403)]
    public async Task Receipts_of_every_method_go_to_the_reader_that_knows_the_gateway(string path, int expected)
    {
        await using var host = await StartAsync();
        using var provider = host.Visitor();
        provider.Headers["X-Signature"] = ToyMailer.Signature;
        var mailer = host.Get<ToyMailer>();
        await provider.LoginAsync("alice");
        await provider.PostAsync("/two-factor/factors", new { method = "email", address = "alice@example.com" });
        mailer.Receipt = $"{mailer.Sent[0].Reference}\nmail-1\n{DeliveryState.Delivered}\n";
        var (status, _) = await provider.SendAsync(HttpMethod.Post, path, contentType: "text/plain");
        Assert.Equal((expected, expected == 204 ? 1 : 0), (status, mailer.Moved.Count));
        provider.Headers["X-Signature"] = "another word";
        Assert.Equal(403, (await provider.SendAsync(HttpMethod.Post, path, contentType: "text/plain")).Status);
    }

    [Fact]
    public async Task The_health_check_asks_the_gateways_of_every_method()
    {
        await using var host = await StartAsync();
        using var visitor = host.Visitor();
        Assert.Equal(200, (await visitor.GetAsync("/health")).Status);
        host.Get<ToyMailer>().Problem = "the account is suspended";
        Assert.Equal(503, (await visitor.GetAsync("/health")).Status);
    }

    private static Task<MiniHost> StartAsync() =>
        MiniHost.StartAsync(new() { Build = b => b.AddToyEmail(), Map = app => app.MapDeliveryReceipts() });
}
