using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>The gateway passes the kit for gateways, before a server that behaves as the kit says.</summary>
public sealed class TwilioKitTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Req", "R90")]
    public async Task The_gateway_passes_the_kit()
    {
        var report = await new SmsGatewayKit(async () => await TwilioHarness.StartAsync()).RunAsync();
        output.WriteLine(report.ToString());
        report.ThrowIfFailed();
    }

    private sealed class TwilioHarness : SmsGatewayHarness
    {
        private readonly FakeTwilio _twilio;
        private readonly TwilioHost _host;

        private TwilioHarness(FakeTwilio twilio)
        {
            _twilio = twilio;
            _host = TwilioHost.Create(twilio.Url);
            twilio.Answer = async context =>
            {
                switch (Behavior)
                {
                    case ProviderBehavior.Hang:
                        await Task.Delay(Timeout.Infinite, context.RequestAborted);
                        break;
                    case ProviderBehavior.Reset:
                        context.Abort();
                        break;
                    case ProviderBehavior.RejectRecipient:
                        await FakeTwilio.ReplyAsync(
                            context,
                            400,
                            """{"code":21614,"message":"'To' number is not a valid mobile number","status":400}"""
                        );
                        break;
                    case ProviderBehavior.RefuseForNow:
                        await FakeTwilio.ReplyAsync(
                            context,
                            429,
                            """{"code":20429,"message":"Too Many Requests","status":429}"""
                        );
                        break;
                    case ProviderBehavior.RejectCredentials:
                        await FakeTwilio.ReplyAsync(
                            context,
                            401,
                            """{"code":20003,"message":"Authenticate","status":401}"""
                        );
                        break;
                    case ProviderBehavior.Fail:
                        await FakeTwilio.ReplyAsync(context, 500, "oops");
                        break;
                    case ProviderBehavior.Garble:
                        await FakeTwilio.ReplyAsync(context, 201, "{\"sid\":\"SM");
                        break;
                    default:
                        await FakeTwilio.ReplyAsync(context, 201, FakeTwilio.Accepted());
                        break;
                }
            };
        }

        public override ISmsGateway Gateway => _host.Gateway;

        public override int Requests => _twilio.Requests.Count;

        public override string? LastRecipient => _twilio.Requests.LastOrDefault()?.Form["To"];

        public override string? LastText => _twilio.Requests.LastOrDefault()?.Form["Body"];

        public static async Task<SmsGatewayHarness> StartAsync() => new TwilioHarness(await FakeTwilio.StartAsync());

        public override async ValueTask DisposeAsync()
        {
            await _host.DisposeAsync();
            await _twilio.DisposeAsync();
        }
    }
}
