namespace TwoFactor.Tests;

/// <summary>What whoever has shown the password alone gets to see, and what it costs.</summary>
public sealed class HalfSignInTests
{
    [Fact]
    [Trait("Req", "R34")]
    public async Task The_password_alone_shows_method_and_masked_destination_and_nothing_else_of_a_factor()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync(name: "work phone");
        foreach (var scheme in new[] { "", "&scheme=BearerToken" })
        {
            var login = (await user.GetAsync($"/login?user=alice{scheme}")).Body;
            user.Headers.Remove("X-TwoFactor-Ticket");
            if (login["ticket"] is { } ticket)
                user.Headers["X-TwoFactor-Ticket"] = ticket.GetValue<string>();

            foreach (var answer in new[] { login, (await user.GetAsync("/two-factor/sign-in")).Body })
            {
                var factor = answer["factors"]!.AsArray().Single()!.AsObject();
                Assert.Equal(["factorId", "method"], factor.Select(p => p.Key));
                Assert.Equal("totp", factor["method"]!.GetValue<string>());
                Assert.DoesNotContain("work phone", answer.ToJsonString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task One_load_of_the_record_answers_what_a_sign_in_waits_for_and_one_verifies_its_code()
    {
        var store = new WatchedStore();
        await using var host = await MiniHost.StartAsync(new() { Build = b => b.UseStore(_ => store) });
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        user.Cookies.Clear();
        await user.LoginAsync("alice");
        store.Loads = 0;
        Assert.Equal(200, (await user.GetAsync("/two-factor/sign-in")).Status);
        Assert.Equal(1, store.Loads);
        store.Loads = 0;
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        Assert.Equal(1, store.Loads);
    }

    [Fact]
    public async Task A_ticket_that_is_over_is_found_out_with_one_load_too()
    {
        var store = new WatchedStore();
        await using var host = await MiniHost.StartAsync(new() { Build = b => b.UseStore(_ => store) });
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        user.Cookies.Clear();
        await user.LoginAsync("alice");
        await host.Get<ISignInService>().EndSessionsAsync("alice");
        store.Loads = 0;
        Assert.Equal(401, (await user.GetAsync("/two-factor/sign-in")).Status);
        Assert.Equal(1, store.Loads);
        Assert.Equal(
            "sign_in_required",
            Visitor.CodeOf(await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() }))
        );
    }
}
