using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>A host with SMS and two gateways, and a phone that reads its messages.</summary>
internal sealed partial class SmsHost(Host host, FakeGateway first, SecondGateway second) : IAsyncDisposable
{
    public const string Number = "090-1234-5678";

    public Host Host => host;

    public ManualClock Clock => host.Clock;

    public FakeGateway First => first;

    public SecondGateway Second => second;

    public string LastCode => CodeOf(First.Asked.Concat(Second.Asked).OrderBy(m => m.SentAt).Last());

    public static SmsHost Create(
        Action<SmsHostOptions>? configure = null,
        Action<TwoFactorBuilder>? build = null,
        ManualClock? clock = null,
        FakeGateway? first = null
    )
    {
        first ??= new FakeGateway("first");
        var second = new SecondGateway("second");
        var host = Host.Create(
            options => configure?.Invoke(new SmsHostOptions(options, new SmsOptions())),
            builder =>
            {
                var gateway = first;
                builder
                    .AddSms(options =>
                    {
                        options.Regions = ["JP", "US"];
                        options.Delivery.RetryDelay = TimeSpan.Zero;
                        configure?.Invoke(new SmsHostOptions(new TwoFactorOptions(), options));
                    })
                    .AddGateway(_ => gateway)
                    .AddGateway(_ => second);
                build?.Invoke(builder);
            },
            clock
        );
        return new SmsHost(host, first, second);
    }

    public static string CodeOf(SmsMessage message) => Digits().Match(message.Body).Value;

    public static Dictionary<string, string> Input(string number = Number, string? region = "JP")
    {
        var input = new Dictionary<string, string>(StringComparer.Ordinal) { [SmsInput.PhoneNumber] = number };
        if (region is not null)
            input[SmsInput.Region] = region;

        return input;
    }

    public Task<EnrollmentResult> BeginAsync(
        string user = "alice",
        string number = Number,
        string? address = null,
        FreshProof? proof = null,
        string? language = null,
        string? replaces = null
    ) =>
        host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = user,
                Method = SmsFactor.Method,
                Input = Input(number),
                Proof = proof ?? host.Proof(),
                ReplacesFactorId = replaces,
                Origin = new RequestOrigin
                {
                    Address = address is null ? null : IPAddress.Parse(address),
                    Language = language,
                },
            }
        );

    public async Task<string> EnrollAsync(string user = "alice", string number = Number)
    {
        var pending = await BeginAsync(user, number);
        Assert.True(pending.Succeeded, $"{pending.Outcome} {pending.Message} {pending.RetryAfter}");
        Assert.True((await host.Enrollment.ConfirmAsync(user, pending.FactorId!, LastCode)).Succeeded);
        return pending.FactorId!;
    }

    public Task<TwoFactorChallenge> ChallengeAsync(
        string user = "alice",
        string? address = null,
        ChallengePurpose purpose = ChallengePurpose.SignIn
    ) =>
        host.Challenges.ChallengeAsync(
            new ChallengeRequest
            {
                UserId = user,
                Purpose = purpose,
                Origin = address is null ? null : new RequestOrigin { Address = IPAddress.Parse(address) },
            }
        );

    public Task<VerificationResult> VerifyAsync(string code, string? challengeId = null, string user = "alice") =>
        host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = user,
                Code = code,
                ChallengeId = challengeId,
            }
        );

    public TwoFactorAccount Account(string user = "alice")
    {
        var row = host.Store.FindAsync(new AccountKey("", user), default).AsTask().GetAwaiter().GetResult()!;
        return host.Get<AccountVault>().Open(row);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [GeneratedRegex("[0-9]{6,8}")]
    private static partial Regex Digits();
}
