using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Email;
using TwoFactor.Email.Gateways;
using TwoFactor.Testing;
using TwoFactor.WebAuthn;

namespace TwoFactor.Tests;

/// <summary>An app for each kind of method that there is.</summary>
internal static class MethodApps
{
    public static IReadOnlyDictionary<string, Func<MethodApp>> All { get; } =
        new Dictionary<string, Func<MethodApp>>(StringComparer.Ordinal)
        {
            ["authenticator app"] = App,
            ["text messages"] = Sms,
            ["e-mail"] = Mail,
            ["security keys"] = Keys,
            ["exchange of a stranger"] = () => Exchange(new ToyExchange()),
            ["vendor that checks the codes"] = Vendor,
        };

    public static MethodApp Exchange(IExchangeFactorMethod method)
    {
        var counter = 0;
        return new(ToyExchange.MethodName, b => b.Services.AddSingleton<IFactorMethod>(method))
        {
            Typed = user => ("key", Convert.ToHexString(KeyOf(user))),
            Right = (user, options) =>
                ToyExchange.Answer(KeyOf(user), ToyExchange.ChallengeIn(options!), Interlocked.Increment(ref counter)),
            Wrong = (user, options) => ToyExchange.Answer(KeyOf("mallory"), ToyExchange.ChallengeIn(options!), 1_000),
        };
    }

    private static MethodApp App()
    {
        Dictionary<string, VirtualAuthenticator> apps = new(StringComparer.Ordinal);
        MethodApp? app = null;
        app = new(FactorMethodNames.Totp, _ => { })
        {
            Confirmation = (user, pending) => (apps[user] = VirtualAuthenticator.Scan(pending.Uri)).CodeAt(app!.Clock),
            Right = (user, _) => apps.TryGetValue(user, out var one) ? one.CodeAt(app!.Clock) : "123456",
        };
        return app;
    }

    private static MethodApp Sms()
    {
        var gateway = new RecordingSmsGateway();
        return new(SmsFactor.Method, b => b.AddSms(o => o.Regions.Add("JP")).AddGateway(_ => gateway))
        {
            Typed = user => (SmsInput.PhoneNumber, NumberOf(user)),
            Right = (user, _) => gateway.LastCodeTo(NumberOf(user))!,
        };
    }

    private static MethodApp Mail()
    {
        var gateway = new Mailbox();
        return new(EmailFactor.Method, b => b.AddEmail().AddGateway(_ => gateway))
        {
            Typed = user => (EmailInput.Address, $"{user}@example.com"),
            Right = (user, _) => gateway.LastCodeTo($"{user}@example.com"),
        };
    }

    private static MethodApp Keys()
    {
        Dictionary<string, SoftKey> keys = new(StringComparer.Ordinal) { ["alice"] = new(), ["bob"] = new() };
        var stranger = new SoftKey();
        return new(
            WebAuthnFactor.Method,
            b =>
                b.AddWebAuthn(o =>
                {
                    o.RelyingPartyId = SoftKey.RelyingParty;
                    o.Origins = ["https://app.example.com"];
                })
        )
        {
            Confirmation = (user, pending) => keys[user].Create(pending.ClientOptions!),
            Right = (user, options) =>
            {
                keys[user].Counter++;
                return keys[user].Get(options!);
            },
            Wrong = (_, options) =>
                options!.Contains("pubKeyCredParams", StringComparison.Ordinal) ? "{}" : stranger.Get(options),
        };
    }

    private static MethodApp Vendor()
    {
        MethodApp? app = null;
        var vendor = new PlayedVendor(() => app!.IsVendorReachable);
        app = new(PlayedVendor.MethodName, b => b.Services.AddSingleton<IFactorMethod>(vendor))
        {
            Right = (user, _) => vendor.CodeOf(user),
        };
        return app;
    }

    private static byte[] KeyOf(string user) => SHA256.HashData(Encoding.UTF8.GetBytes(user));

    private static string NumberOf(string user) => user == "alice" ? "+819012345678" : "+819012345679";

    private sealed class Mailbox : IMailGateway
    {
        private readonly List<MailMessage> _sent = [];

        public string Name => "mailbox";

        public string LastCodeTo(string address) => _sent.FindLast(m => m.To == address)!.Code;

        public ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
        {
            _sent.Add(message);
            return new(MailResult.Accepted($"mail-{_sent.Count}"));
        }
    }
}
