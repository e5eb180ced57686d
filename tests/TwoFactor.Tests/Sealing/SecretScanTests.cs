using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

[Trait("Req", "R81")]
public sealed class SecretScanTests
{
    [Fact]
    public async Task After_a_full_story_no_byte_at_rest_and_no_line_of_log_trace_or_metric_holds_a_secret()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var said = new ConcurrentQueue<string>();
            using var meters = Listen(said);
            using var activities = Trace(said);
            ActivitySource.AddActivityListener(activities);
            var path = Path.Combine(folder.FullName, "two-factor.db");
            var secrets = new List<(string What, byte[] Value)>();
            await using (
                var host = Host.Create(
                    Configure,
                    b =>
                    {
                        b.UseSqlite(path).AddSms(ConfigureSms).AddGateway(_ => s_gateway);
                        b.AddEmail(o => o.CodeDigits = 8).AddGateway(_ => s_mail);
                        b.AddWebAuthn(o =>
                            (o.RelyingPartyId, o.Origins) = (SoftKey.RelyingParty, ["https://app.example.com"])
                        );
                    }
                )
            )
            {
                await StoryAsync(host, secrets, said);
                await SmsStoryAsync(host, secrets, said);
                await EmailStoryAsync(host, secrets, said);
                await KeyStoryAsync(host, secrets, said);
                foreach (var line in host.Logs.Lines)
                    said.Enqueue(line);

                // While the store is open: the log beside the database is scanned as well.
                Assert.True(File.Exists($"{path}-wal"));
                Scan(secrets, Directory.GetFiles(folder.FullName));
            }

            Scan(secrets, Directory.GetFiles(folder.FullName));
            Assert.True(said.Count > 100, "nothing was recorded");
            foreach (var (what, value) in secrets)
            {
                var text = Encoding.UTF8.GetString(value);
                Assert.DoesNotContain(
                    said,
                    line => line.Contains(text, StringComparison.OrdinalIgnoreCase) && Fail(what)
                );
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_scan_would_find_what_it_looks_for()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "xx GEZDGNBVGY3TQOJQ yy");
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
                Scan([("planted", "GEZDGNBVGY3TQOJQ"u8.ToArray())], [file])
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void No_type_that_carries_a_secret_is_a_record_that_prints_its_members()
    {
        string[] carriers = ["code", "secret", "token", "uri", "body", "state", "recoverycodes", "codes", "hash"];
        var printing = typeof(Totp)
            .Assembly.GetTypes()
            .Where(t => t.GetMethod("<Clone>$") is not null)
            .Where(t =>
                t.GetProperties().Any(p => carriers.Contains(p.Name.ToLowerInvariant(), StringComparer.Ordinal))
            )
            .Where(t =>
                t.GetMethod("ToString", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, [])!
                    .GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>()
                    is not null
            );
        Assert.Empty(printing);
    }

    private static readonly FakeGateway s_gateway = new("fake");
    private static readonly FakeMail s_mail = new("fake");

    private static void Configure(TwoFactorOptions options)
    {
        options.TrustedDevices.Enabled = true;
    }

    private static void ConfigureSms(SmsOptions options) => (options.Regions, options.CodeDigits) = (["JP"], 8);

    private static async Task SmsStoryAsync(
        Host host,
        List<(string What, byte[] Value)> secrets,
        ConcurrentQueue<string> said
    )
    {
        var request = new EnrollmentRequest
        {
            UserId = "bob",
            Method = "sms",
            Input = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [SmsInput.PhoneNumber] = "090-1234-5678",
                [SmsInput.Region] = "JP",
            },
            Proof = host.Proof(),
            Origin = new RequestOrigin { Address = System.Net.IPAddress.Parse("203.0.113.99") },
        };
        var pending = await host.Enrollment.EnrollAsync(request);
        var confirmed = await host.Enrollment.ConfirmAsync("bob", pending.FactorId!, s_gateway.Asked[^1].Code);
        Assert.True(confirmed.Succeeded);
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "bob" });
        var account = host.Get<AccountVault>().Open((await host.Store.FindAsync(new AccountKey("", "bob"), default))!);
        object[] answers =
        [
            request,
            request.Origin,
            pending,
            pending.Delivery!,
            pending.Delivery!.Attempts[0],
            challenge,
            s_gateway.Asked[0],
            account,
            .. account.Factors,
            .. account.Challenges,
            .. host.Notifier.Notices,
        ];
        foreach (var answer in answers)
            said.Enqueue($"{answer}");

        secrets.AddRange(s_gateway.Asked.Select(m => ("sent code", Encoding.ASCII.GetBytes(m.Code))));
        secrets.Add(("phone number", "9012345678"u8.ToArray()));
        secrets.Add(("client address", "203.0.113.99"u8.ToArray()));
    }

    private static async Task EmailStoryAsync(
        Host host,
        List<(string What, byte[] Value)> secrets,
        ConcurrentQueue<string> said
    )
    {
        const string Mailbox = "dorothea.lange@mail.example";
        var request = new EnrollmentRequest
        {
            UserId = "dora",
            Method = "email",
            Input = new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = Mailbox },
            Proof = host.Proof(),
        };
        var pending = await host.Enrollment.EnrollAsync(request);
        Assert.True((await host.Enrollment.ConfirmAsync("dora", pending.FactorId!, s_mail.LastCode)).Succeeded);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "dora" });
        var wrong = await host.Verification.VerifyAsync(new() { UserId = "dora", Code = "00000000" });
        var right = await host.Verification.VerifyAsync(
            new()
            {
                UserId = "dora",
                Code = s_mail.LastCode,
                ChallengeId = challenge.ChallengeId,
            }
        );
        Assert.True(right.Succeeded);
        await SayAsync(
            host,
            "dora",
            said,
            request,
            pending,
            challenge,
            challenge.Delivery!,
            wrong,
            right,
            s_mail.Sent[0]
        );
        Assert.Equal(2, s_mail.Sent.Count);
        secrets.AddRange(s_mail.Sent.Select(m => ("mailed code", Encoding.ASCII.GetBytes(m.Code))));
        secrets.Add(("mailbox", Encoding.ASCII.GetBytes(Mailbox)));
        secrets.Add(("name of a mailbox", "dorothea"u8.ToArray()));
    }

    private static async Task KeyStoryAsync(
        Host host,
        List<(string What, byte[] Value)> secrets,
        ConcurrentQueue<string> said
    )
    {
        using var key = new SoftKey();
        var request = new EnrollmentRequest
        {
            UserId = "kay",
            Method = "webauthn",
            Proof = host.Proof(),
        };
        var pending = await host.Enrollment.EnrollAsync(request);
        var made = key.Create(pending.ClientOptions!);
        Assert.True((await host.Enrollment.ConfirmAsync("kay", pending.FactorId!, made)).Succeeded);
        key.Counter = 9;
        var signIn = await AnswerAsync();
        Assert.True(signIn.Result.Succeeded);

        // A clone, whose counter runs back, is told in the trail.
        key.Counter = 2;
        var clone = await AnswerAsync();
        Assert.False(clone.Result.Succeeded);
        await SayAsync(host, "kay", said, request, pending, signIn.Evaluation, signIn.Result, clone.Result);
        foreach (var value in new[] { key.Id, key.UserHandle! })
        {
            secrets.Add(("credential id or user handle", value));
            secrets.Add(("credential id or user handle", Encoding.ASCII.GetBytes(Base64Url.EncodeToString(value))));
            secrets.Add(("credential id or user handle", Encoding.ASCII.GetBytes(Convert.ToBase64String(value))));
            secrets.Add(("credential id or user handle", Encoding.ASCII.GetBytes(Convert.ToHexString(value))));
        }

        async Task<(SignInEvaluation Evaluation, VerificationResult Result)> AnswerAsync()
        {
            var evaluation = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "kay" });
            var options = await host.Challenges.GetClientOptionsAsync("kay", evaluation.ChallengeId!, "webauthn");
            var result = await host.Verification.VerifyAsync(
                new()
                {
                    UserId = "kay",
                    Code = key.Get(options!),
                    ChallengeId = evaluation.ChallengeId,
                }
            );
            return (evaluation, result);
        }
    }

    /// <summary>What all of it says of itself: answers, the opened record, its parts, and the trail.</summary>
    private static async Task SayAsync(Host host, string userId, ConcurrentQueue<string> said, params object[] answers)
    {
        var account = host.Get<AccountVault>().Open((await host.Store.FindAsync(new AccountKey("", userId), default))!);
        foreach (
            var part in answers
                .Append(account)
                .Concat(account.Factors)
                .Concat(account.Challenges)
                .Concat(host.Notifier.Notices)
        )
            said.Enqueue($"{part}");

        await foreach (var e in host.Audit.ReadAsync(userId))
            said.Enqueue($"{e} {e.Outcome} {e.Reason} {e.Detail}");
    }

    private static async Task StoryAsync(
        Host host,
        List<(string What, byte[] Value)> secrets,
        ConcurrentQueue<string> said
    )
    {
        var alice = await host.EnrollAsync();
        Keep(
            "secret",
            alice.Secret,
            Base32.Encode(alice.Secret),
            Convert.ToHexString(alice.Secret),
            Convert.ToBase64String(alice.Secret),
            Base64Url.EncodeToString(alice.Secret)
        );
        foreach (var code in alice.RecoveryCodes)
            Keep("recovery code", code, code.Replace("-", "", StringComparison.Ordinal));

        var pending = await host.BeginAsync(proofCode: alice.Code(host));
        Keep("pending secret", pending.Secret, Base32.Encode(pending.Secret), Convert.ToHexString(pending.Secret));
        object?[] answers =
        [
            await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" }),
            await host.VerifyAsync(alice, EnrolledUser.Wrong),
            await host.VerifyAsync(alice, alice.RecoveryCodes[0]),
            await host.VerifyAsync(alice, alice.RecoveryCodes[0]),
        ];
        host.Clock.NextStep();
        var code1 = alice.Code(host);
        var trusted = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = code1,
                RememberDevice = true,
            }
        );
        Keep("device token", trusted.DeviceToken!.Split('.')[1]);
        var used = await host.SignIn.EvaluateAsync(
            new SignInRequest { UserId = "alice", DeviceToken = trusted.DeviceToken }
        );
        Keep("rotated device token", used.DeviceToken!.Split('.')[1]);
        host.Clock.NextStep();
        var code2 = alice.Code(host);
        var regenerated = await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(code2));
        var temporary = await host.Reset.IssueTemporaryCodeAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "lost",
            }
        );
        Keep("temporary code", temporary.Code!, temporary.Code!.Replace("-", "", StringComparison.Ordinal));
        foreach (var code in regenerated.RecoveryCodes!)
            Keep("recovery code", code, code.Replace("-", "", StringComparison.Ordinal));

        answers =
        [
            .. answers,
            trusted,
            used,
            regenerated,
            temporary,
            new VerificationRequest { UserId = "alice", Code = alice.RecoveryCodes[1] },
            host.Proof(alice.RecoveryCodes[1]),
            new SignInRequest { UserId = "alice", DeviceToken = trusted.DeviceToken },
        ];
        foreach (var answer in answers)
            said.Enqueue($"{answer}");

        var row = (await host.Store.FindAsync(new AccountKey("", "alice"), default))!;
        foreach (
            var part in host.Get<AccountVault>().Open(row) is var account
                ? account.Factors.Cast<object>().Concat(account.Devices).Concat(account.Challenges).Append(account)
                : []
        )
            said.Enqueue($"{part}");

        await host.Store.TryWriteAsync(
            new AccountRow
            {
                Key = new AccountKey("", "carol"),
                Version = 1,
                Sealed = row.Sealed,
            },
            0,
            [],
            default
        );
        var broken = await Record.ExceptionAsync(() =>
            host.VerifyAsync(alice with { UserId = "carol" }, alice.RecoveryCodes[2])
        );
        said.Enqueue($"{broken}");
        await foreach (var auditEvent in host.Audit.ReadAsync("alice"))
            said.Enqueue($"{auditEvent} {auditEvent.Outcome} {auditEvent.Reason}");

        void Keep(string what, params object[] forms)
        {
            foreach (var form in forms)
                secrets.Add((what, form as byte[] ?? Encoding.UTF8.GetBytes((string)form)));
        }
    }

    private static void Scan(List<(string What, byte[] Value)> secrets, string[] files)
    {
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var lower = Encoding.ASCII.GetBytes(Encoding.Latin1.GetString(bytes).ToLowerInvariant());
            foreach (var (what, value) in secrets)
            {
                Assert.False(bytes.AsSpan().IndexOf(value) >= 0, $"{Path.GetFileName(file)} holds a {what}");
                Assert.False(
                    lower.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Encoding.Latin1.GetString(value).ToLowerInvariant()))
                        >= 0,
                    $"{Path.GetFileName(file)} holds a {what}"
                );
            }
        }
    }

    private static MeterListener Listen(ConcurrentQueue<string> said)
    {
        var meters = new MeterListener
        {
            InstrumentPublished = (i, l) =>
            {
                if (i.Meter.Name == "TwoFactor")
                    l.EnableMeasurementEvents(i);
            },
        };
        meters.SetMeasurementEventCallback<long>(
            (i, _, tags, _) =>
            {
                foreach (var tag in tags)
                    said.Enqueue($"{i.Name} {tag.Key} {tag.Value}");
            }
        );
        meters.Start();
        return meters;
    }

    private static ActivityListener Trace(ConcurrentQueue<string> said) =>
        new()
        {
            ShouldListenTo = source => source.Name == "TwoFactor",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
                said.Enqueue(
                    $"{a.OperationName} {string.Join(' ', a.TagObjects)} "
                        + $"{string.Join(' ', a.Events.Select(e => e.Name))}"
                ),
        };

    private static bool Fail(string what) => throw new Xunit.Sdk.XunitException($"a line holds a {what}");
}
