using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>The gateways pass the kit for gateways.</summary>
[Trait("Req", "R90")]
public sealed class MailGatewayKitTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_gateway_for_SMTP_passes() =>
        Check(await new MailGatewayKit(() => new(new SmtpHarness())).RunAsync());

    [Fact]
    public async Task The_outbox_passes_what_concerns_files() =>
        Check(
            await new MailGatewayKit(() => new(new OutboxHarness()))
            {
                Behaviors = [MailProviderBehavior.Accept],
            }.RunAsync()
        );

    private void Check(ConformanceReport report)
    {
        output.WriteLine(report.ToString());
        report.ThrowIfFailed();
    }
}
