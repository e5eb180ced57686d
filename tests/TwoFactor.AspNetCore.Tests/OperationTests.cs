using System.Buffers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Outages, limits, receipts, health, and Data Protection as the keeper of keys.</summary>
public sealed class OperationTests
{
    [Fact]
    [Trait("Req", "R90")]
    public async Task A_store_that_is_down_denies_and_says_so()
    {
        var store = new WatchedStore();
        await using var host = await MiniHost.StartAsync(new() { Build = b => b.UseStore(_ => store) });
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        Assert.Equal(200, (await user.GetAsync("/health")).Status);
        store.IsDown = true;
        var verify = await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() });
        Assert.Equal((503, "unavailable"), (verify.Status, Visitor.CodeOf(verify)));
        Assert.DoesNotContain("down for a test", verify.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(503, (await user.GetAsync("/health")).Status);
        Assert.Contains(host.Logs.Lines, l => l.Contains("down for a test", StringComparison.Ordinal));
        store.IsDown = false;
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        store.IsDown = true;
        Assert.Equal(401, (await user.GetAsync("/claims")).Status);
        store.IsDown = false;
        Assert.Equal(200, (await user.GetAsync("/claims")).Status);
    }

    [Fact]
    public async Task An_address_is_limited_before_any_work_and_a_network_counts_as_one()
    {
        var store = new WatchedStore();
        await using var host = await MiniHost.StartAsync(
            new() { Http = o => o.RequestsPerMinute = 3, Build = b => b.UseStore(_ => store) }
        );
        using var user = host.Visitor();
        foreach (
            var address in new[]
            {
                "2001:db8::1",
                "2001:db8::2",
                "2001:db8::3",
                "2001:db8::4",
                "2001:db8:0:1::1",
                "198.51.100.1",
            }
        )
        {
            user.Headers["X-Test-Address"] = address;
            var expected = address == "2001:db8::4" ? 429 : 401;
            Assert.Equal((address, expected), (address, (await user.GetAsync("/two-factor/sign-in")).Status));
        }
    }

    [Fact]
    public async Task A_receipt_goes_to_its_gateway_as_it_came_and_one_that_is_not_signed_is_refused()
    {
        var gateway = new ReceivingGateway();
        await using var host = await MiniHost.StartAsync(
            new() { Build = b => b.AddSms(o => o.Regions.Add("JP")).AddGateway(_ => gateway) }
        );
        using var provider = host.Visitor();
        Assert.Equal(
            403,
            (
                await provider.SendAsync(
                    HttpMethod.Post,
                    "/two-factor/sms-receipts/fake?ref=a%2Fb%20c",
                    contentType: "application/x-www-form-urlencoded"
                )
            ).Status
        );
        Assert.Equal("/two-factor/sms-receipts/fake?ref=a%2Fb%20c", gateway.Seen!.PathAndQuery);
        Assert.Equal("a=b", System.Text.Encoding.UTF8.GetString(gateway.Seen.Body.Span));
        Assert.Equal(403, (await provider.PostAsync("/two-factor/sms-receipts/nobody")).Status);
        Assert.Equal(
            413,
            (await provider.PostAsync("/two-factor/sms-receipts/fake", new { a = new string('x', 70_000) })).Status
        );
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"method\":1}")]
    [InlineData("{\"method\"")]
    [InlineData("{\"method\":\"totp\",\"address\":\"\\ud800\"}")]
    [InlineData("\"\\ud800\"")]
    public async Task A_body_that_is_not_the_contract_s_is_a_problem_of_the_caller(string json)
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/two-factor/factors")
        {
            Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Cookie", string.Join("; ", user.Cookies.Select(c => $"{c.Key}={c.Value}")));
        using var http = host.Get<Microsoft.AspNetCore.Hosting.Server.IServer>()
            is Microsoft.AspNetCore.TestHost.TestServer server
            ? server.CreateClient()
            : null;
        using var response = await http!.SendAsync(request);
        Assert.Equal(
            (400, "application/problem+json"),
            ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType)
        );
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    // Then one write sends head and body.
    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task Answers_and_problems_say_how_long_they_are(string query)
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice", query);
        await user.TurnOnAsync();
        await user.LoginAsync("alice", query);
        foreach (var (code, status) in new[] { ("000000", 400), (user.Code(), 200) })
        {
            var answer = await user.PostAsync("/two-factor/sign-in/verify", new { code });
            Assert.Equal(status, answer.Status);
            var length = Assert.Single(user.Last!.Content.Headers.NonValidated["Content-Length"]);
            Assert.Equal((await user.Last.Content.ReadAsByteArrayAsync()).Length.ToString("D"), length);
        }
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task Data_Protection_keeps_records_and_they_open_where_they_belong_alone()
    {
        await using var host = await MiniHost.StartAsync(
            new() { Core = o => o.Sealing.Keys.Clear(), Build = b => b.UseDataProtection() }
        );
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);

        var protector = host.Get<IAccountProtector>();
        Assert.Equal("DataProtectionAccountProtector", protector.GetType().Name);
        var sealedBytes = protector.Seal("secret"u8, "alice"u8);
        Assert.True(protector.IsCurrent(sealedBytes));
        var plaintext = new ArrayBufferWriter<byte>();
        protector.Open(sealedBytes, "alice"u8, plaintext);
        Assert.Equal("secret"u8.ToArray(), plaintext.WrittenSpan.ToArray());
        Assert.Throws<SealBrokenException>(() => protector.Open(sealedBytes, "bob"u8, new ArrayBufferWriter<byte>()));
        sealedBytes[^1] ^= 1;
        Assert.Throws<SealBrokenException>(() => protector.Open(sealedBytes, "alice"u8, new ArrayBufferWriter<byte>()));
        Assert.Throws<SealBrokenException>(() => protector.Open([1, 2, 3], "alice"u8, new ArrayBufferWriter<byte>()));
        Assert.False(protector.IsCurrent([1, 2, 3]));
    }

    [Fact]
    [Trait("Req", "R80")]
    public void A_key_ring_that_was_lost_is_named()
    {
        var there = Protector();
        var here = Protector();
        var sealedBytes = there.Seal("secret"u8, "alice"u8);
        var e = Assert.Throws<SealingKeyMissingException>(() =>
            here.Open(sealedBytes, "alice"u8, new ArrayBufferWriter<byte>())
        );
        Assert.Contains("key ring", e.Message, StringComparison.Ordinal);
        Assert.False(here.IsCurrent(sealedBytes));
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_key_ring_that_cannot_be_read_is_an_outage_and_no_broken_record()
    {
        var sealedBytes = Protector().Seal("secret"u8, "alice"u8);
        var services = new ServiceCollection();
        services.AddDataProtection();
        services.Configure<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>(o =>
            o.XmlRepository = new BrokenRepository()
        );
        var protector = new DataProtectionAccountProtector(
            services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>()
        );
        Assert.Contains(
            "key ring",
            Assert
                .Throws<TwoFactorStoreException>(() =>
                    protector.Open(sealedBytes, "alice"u8, new ArrayBufferWriter<byte>())
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "key ring",
            Assert.Throws<TwoFactorStoreException>(() => protector.Seal("secret"u8, "alice"u8)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_app_on_another_origin_comes_in_by_header_and_a_cookie_does_not()
    {
        await using var host = await MiniHost.StartAsync();
        using var app = host.Visitor();
        app.Headers["Origin"] = "capacitor://localhost";
        await app.LoginAsync("alice", "&scheme=BearerToken");
        await app.TurnOnAsync();
        await app.LoginAsync("alice", "&scheme=BearerToken");
        Assert.Equal(
            200,
            (await app.SendAsync(HttpMethod.Post, "/two-factor/sign-in/verify", new { code = app.Code() })).Status
        );
        host.Clock.NextStep();

        // A token that does not authenticate takes no cookie along.
        using var cookie = host.Visitor();
        await cookie.LoginAsync("alice");
        await cookie.PostAsync("/two-factor/sign-in/verify", new { code = app.Code() });
        Assert.Equal(200, (await cookie.PostAsync("/two-factor/step-up/challenge")).Status);
        cookie.Headers["Origin"] = "capacitor://localhost";
        Assert.Equal("cross_site", Visitor.CodeOf(await cookie.PostAsync("/two-factor/step-up/challenge")));
        cookie.Headers["X-TwoFactor-Ticket"] = "x";
        Assert.Equal("cross_site", Visitor.CodeOf(await cookie.PostAsync("/two-factor/step-up/challenge")));
    }

    [Fact]
    public async Task What_the_framework_refuses_is_in_the_contract_s_form_too()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        var nobody = await user.GetAsync("/two-factor");
        Assert.Equal((401, "sign_in_required"), (nobody.Status, Visitor.CodeOf(nobody)));
        await user.LoginAsync("alice");
        var noAdmin = await user.GetAsync("/two-factor/admin/policy");
        Assert.Equal((403, "forbidden"), (noAdmin.Status, Visitor.CodeOf(noAdmin)));
        await user.LoginAsync("admin");
        foreach (
            var path in new[]
            {
                "users?take=abc",
                "users?take=0",
                "users?enrolled=maybe",
                "audit?take=-1",
                "audit?after=%20",
                "users?user=%00",
            }
        )
            Assert.Equal(
                (path, "invalid_input"),
                (path, Visitor.CodeOf(await user.GetAsync($"/two-factor/admin/{path}")))
            );

        foreach (var path in new[] { "users?user=", $"users?user={new string('x', 300)}" })
            Assert.Empty((await user.GetAsync($"/two-factor/admin/{path}")).Body["users"]!.AsArray());

        user.Headers["If-Match"] = "*";
        Assert.Equal(
            "invalid_input",
            Visitor.CodeOf(
                await user.SendAsync(
                    HttpMethod.Put,
                    "/two-factor/admin/policy",
                    new { require = "all", exemptIdentityProviders = new object?[] { null } }
                )
            )
        );
        Assert.Equal(
            "invalid_input",
            Visitor.CodeOf(
                await user.SendAsync(
                    HttpMethod.Put,
                    "/two-factor/admin/policy",
                    new { require = "roles", roles = new object?[] { null } }
                )
            )
        );
        user.Headers["If-Match"] = "\"5\", W/\"0\"";
        Assert.Equal(
            200,
            (await user.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", new { require = "all" })).Status
        );
        Assert.Equal(
            412,
            (await user.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", new { require = "none" })).Status
        );
        Assert.Equal(404, (await user.PostAsync("/two-factor/sms-receipts/twilio")).Status);
    }

    [Fact]
    public async Task A_missing_code_charges_nothing_and_a_lock_is_told_to_who_showed_the_password()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        for (var i = 0; i < 6; i++)
            Assert.Equal("invalid_input", Visitor.CodeOf(await user.PostAsync("/two-factor/sign-in/verify", new { })));

        Assert.Equal(
            ["totp", "recovery_code"],
            (await user.GetAsync("/two-factor/sign-in")).Body["methods"]!.AsArray().Select(m => m!.GetValue<string>())
        );
        for (var i = 0; i < 5; i++)
            await user.PostAsync("/two-factor/sign-in/verify", new { code = "000000" });

        Assert.Equal(TimeSpan.FromSeconds(30), user.Last!.Headers.RetryAfter!.Delta);
        var locked = await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() });
        Assert.Equal(
            (423, "locked", 30),
            (locked.Status, Visitor.CodeOf(locked), locked.Body["retryAfter"]!.GetValue<int>())
        );
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(401, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
    }

    [Fact]
    public void Helpers_are_exact()
    {
        Assert.Equal(
            "Chrome, Windows",
            DeviceNames.Of(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                    + "Chrome/156.0.0.0 Safari/537.36"
            )
        );
        Assert.Equal(
            "Edge, Windows",
            DeviceNames.Of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0")
        );
        Assert.Equal(
            "Safari, iPhone",
            DeviceNames.Of(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 "
                    + "Mobile/15E148 Safari/604.1"
            )
        );
        Assert.Equal(
            "Firefox, Linux",
            DeviceNames.Of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        );
        Assert.Null(DeviceNames.Of("curl/8.0"));
        var core = new TwoFactorOptions();
        Assert.All(["/", "/a", "/a?b=//c"], p => Assert.Empty(new TwoFactorHttpOptions { StepUpPath = p }.Check(core)));
        Assert.All(
            ["", "a", "//a", "/\\a", "/\t/a", "~/a", "https://a"],
            p => Assert.Single(new TwoFactorHttpOptions { StepUpPath = p }.Check(core))
        );
        var position = new AuditPosition(ManualClock.Start, "user with spaces\n☃", 42);
        Assert.Equal(position, AuditCursor.Parse(AuditCursor.Format(position)));
        Assert.All(
            ["", "!", "AAAA", "LTEgMSB4", AuditCursor.Format(position)[..8], new string('A', 5_000)],
            c => Assert.Null(AuditCursor.Parse(c))
        );
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task Data_protection_passes_the_kit_for_protectors()
    {
        var ring = Directory.CreateTempSubdirectory("ring");
        (
            await new Testing.AccountProtectorKit(
                () => new DataProtectionAccountProtector(DataProtectionProvider.Create(ring)),
                Protector
            ).RunAsync()
        ).ThrowIfFailed();
    }

    private static DataProtectionAccountProtector Protector() =>
        new(DataProtectionProvider.Create(Directory.CreateTempSubdirectory("ring")));

    private sealed class BrokenRepository : Microsoft.AspNetCore.DataProtection.Repositories.IXmlRepository
    {
        public IReadOnlyCollection<System.Xml.Linq.XElement> GetAllElements() =>
            throw new HttpRequestException("the key vault is down");

        public void StoreElement(System.Xml.Linq.XElement element, string friendlyName) =>
            throw new HttpRequestException("the key vault is down");
    }

    private sealed class ReceivingGateway : ISmsGateway, ISmsReceiptReader
    {
        public DeliveryCallback? Seen { get; private set; }

        public string Name => "fake";

        public ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken) =>
            new(SmsResult.Accepted("1"));

        public DeliveryReceipt? Read(DeliveryCallback callback)
        {
            Seen = callback;
            return null;
        }
    }
}
