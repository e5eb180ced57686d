using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>A code that is sent for a step-up is of the session that asked for it (ASVS 6.6.2).</summary>
public sealed class SessionCodeTests
{
    [Theory, Trait("Req", "R11")]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task A_code_that_another_session_asked_for_does_not_step_up(string scheme)
    {
        var gateway = new Gateway();
        await using var host = await MiniHost.StartAsync(
            new() { Build = b => b.AddSms(o => o.Regions.Add("JP")).AddGateway(_ => gateway) }
        );
        using var asking = host.Visitor();
        await asking.LoginAsync("alice", scheme);
        var (_, pending) = await asking.PostAsync(
            "/two-factor/factors",
            new
            {
                method = "sms",
                region = "JP",
                phoneNumber = "090-1234-5678",
            }
        );
        await asking.PostAsync($"/two-factor/factors/{pending["factorId"]}/confirm", new { code = gateway.Code });
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        using var other = host.Visitor();
        await other.LoginAsync("alice", scheme);
        await other.PostAsync("/two-factor/sign-in/challenge");
        Assert.Equal(200, (await other.PostAsync("/two-factor/sign-in/verify", new { code = gateway.Code })).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(200, (await asking.PostAsync("/two-factor/step-up/challenge")).Status);
        var sent = new { code = gateway.Code };
        Assert.Equal("invalid_code", Visitor.CodeOf(await other.PostAsync("/two-factor/step-up/verify", sent)));
        Assert.Equal(403, (await other.GetAsync("/vault")).Status);
        Assert.Equal(200, (await asking.PostAsync("/two-factor/step-up/verify", sent)).Status);
        Assert.Equal(200, (await asking.GetAsync("/vault")).Status);
    }

    private sealed class Gateway : ISmsGateway
    {
        public string Code { get; private set; } = "";

        public string Name => "fake";

        public ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
        {
            Code = message.Code;
            return new(SmsResult.Accepted("1"));
        }
    }
}
