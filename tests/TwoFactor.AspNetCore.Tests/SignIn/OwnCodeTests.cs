using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>A sign-in keeps its ticket and its code, whoever else has the password and signs in beside it.</summary>
[Trait("Req", "R11")]
public sealed class OwnCodeTests : IAsyncLifetime
{
    private MiniHost _host = null!;

    private ToyMailer Mailer => _host.Get<ToyMailer>();

    public async ValueTask InitializeAsync()
    {
        _host = await MiniHost.StartAsync(new() { Build = b => b.AddToyEmail() });
        using var user = _host.Visitor();
        await user.LoginAsync("alice");
        var (_, pending) = await user.PostAsync(
            "/two-factor/factors",
            new { method = "email", address = "alice@example.com" }
        );
        await user.PostAsync($"/two-factor/factors/{pending["factorId"]}/confirm", new { code = Mailer.LastCode });
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task A_sign_in_that_asked_for_no_code_cannot_present_anothers(string scheme)
    {
        using var own = _host.Visitor();
        using var other = _host.Visitor();
        await own.LoginAsync("alice", scheme);
        await other.LoginAsync("alice", scheme);
        Assert.Equal(200, (await own.PostAsync("/two-factor/sign-in/challenge")).Status);
        Assert.Equal("invalid_code", Visitor.CodeOf(await VerifyAsync(other, Mailer.LastCode)));
        Assert.Equal(200, (await VerifyAsync(own, Mailer.LastCode)).Status);
    }

    [Fact]
    public async Task A_second_sign_ins_send_leaves_the_code_of_the_first_alone()
    {
        using var own = _host.Visitor();
        using var other = _host.Visitor();
        await own.LoginAsync("alice");
        await other.LoginAsync("alice");
        await own.PostAsync("/two-factor/sign-in/challenge");
        var code = Mailer.LastCode;
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await other.PostAsync("/two-factor/sign-in/challenge")).Status);
        Assert.Equal(200, (await VerifyAsync(own, code)).Status);
        Assert.Equal(200, (await VerifyAsync(other, Mailer.LastCode)).Status);
    }

    [Fact]
    public async Task A_flood_of_others_log_ins_takes_neither_ticket_nor_code()
    {
        using var own = _host.Visitor();
        await own.LoginAsync("alice");
        await own.PostAsync("/two-factor/sign-in/challenge");
        for (var i = 0; i < 50; i++)
        {
            using var other = _host.Visitor();
            other.Headers["X-Test-Address"] = $"198.51.100.{i}";
            await other.LoginAsync("alice");
            await other.PostAsync("/two-factor/sign-in/challenge");
        }

        Assert.Equal(200, (await own.GetAsync("/two-factor/sign-in")).Status);
        Assert.Equal(200, (await VerifyAsync(own, Mailer.LastCode)).Status);
    }

    [Fact]
    public async Task Five_wrong_confirmations_end_in_setting_up_anew_and_not_in_a_lock()
    {
        using var user = _host.Visitor();
        await user.LoginAsync("bob");
        var pending = await user.BeginAsync("/two-factor/factors");
        var confirm = $"/two-factor/factors/{pending["factorId"]}/confirm";
        for (var left = 4; left >= 0; left--)
        {
            var (status, body) = await user.PostAsync(confirm, new { code = "000000" });
            Assert.Equal((400, left), (status, body["attemptsLeft"]!.GetValue<int>()));
        }

        Assert.Equal("expired", Visitor.CodeOf(await user.PostAsync(confirm, new { code = user.Code() })));
        await user.TurnOnAsync();
    }

    private static Task<(int Status, System.Text.Json.Nodes.JsonObject Body)> VerifyAsync(Visitor user, string code) =>
        user.PostAsync("/two-factor/sign-in/verify", new { code });
}
