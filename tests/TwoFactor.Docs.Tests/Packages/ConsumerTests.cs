namespace TwoFactor.Docs.Tests;

/// <summary>What an app gets, in an empty folder, by one reference to a package of the feed.</summary>
public sealed class ConsumerTests(PackedFeed feed, ITestOutputHelper output)
{
    [Fact]
    public async Task The_core_alone_brings_no_Polly_and_no_phone_numbers()
    {
        using var consumer = await Consumer.RestoreAsync(feed, "TwoFactor");
        Show(consumer);
        Assert.Equal(["TwoFactor"], consumer.Named.Keys);

        // QRCoder names System.Drawing.Common, and that names the next; we draw with neither.
        Assert.Equal(
            [
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
                "Microsoft.Extensions.Options",
                "Microsoft.Extensions.Primitives",
                "Microsoft.Win32.SystemEvents",
                "Otp.NET",
                "QRCoder",
                "System.Drawing.Common",
            ],
            consumer.Transitive.Keys.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Twilio_brings_all_that_sends_a_code_by_one_reference()
    {
        using var consumer = await Consumer.RestoreAsync(feed, "TwoFactor.Sms.Twilio");
        Show(consumer);
        Assert.Equal(["TwoFactor.Sms.Twilio"], consumer.Named.Keys);
        Assert.Superset(
            new HashSet<string>(
                [
                    "libphonenumber-csharp",
                    "Microsoft.Extensions.Http",
                    "Otp.NET",
                    "Polly.Core",
                    "Polly.Extensions",
                    "TwoFactor",
                    "TwoFactor.Sms",
                ],
                StringComparer.Ordinal
            ),
            consumer.Transitive.Keys.ToHashSet(StringComparer.Ordinal)
        );
        Assert.DoesNotContain("Twilio", consumer.Transitive.Keys);
        Assert.DoesNotContain("Newtonsoft.Json", consumer.Transitive.Keys);
    }

    private void Show(Consumer consumer)
    {
        foreach (var (id, version) in consumer.Named.Concat(consumer.Transitive))
            output.WriteLine($"{id} {version}");
    }
}
