using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>"It was not me" ends the sign-in of a code that was sent, and nothing else.</summary>
[Trait("Req", "R17")]
public sealed class NotMeTests : IAsyncLifetime
{
    private readonly Host _host = Host.Create(build: b => b.AddMethod<ToySender>());
    private IReadOnlyList<string> _recoveryCodes = [];

    private string Code => _host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single().Sent[^1];

    public async ValueTask InitializeAsync()
    {
        var pending = await BeginAsync();
        var confirmed = await _host.Enrollment.ConfirmAsync("alice", pending.FactorId!, Code);
        _recoveryCodes = confirmed.RecoveryCodes!;
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        _host.Notifier.Notices.Clear();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_sign_in_is_over_for_the_code_and_for_every_other_factor()
    {
        var (signIn, sent) = await SendAsync();
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(Reference(sent)));
        foreach (var code in new[] { Code, _recoveryCodes[0] })
        {
            Assert.Equal(TwoFactorOutcome.Expired, await VerifyAsync(code, sent));
            Assert.Equal(TwoFactorOutcome.Expired, await VerifyAsync(code, signIn));
        }

        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(Code, null));
        Assert.False((await _host.Challenges.FindAsync("alice", signIn)).IsOpen);
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        (signIn, _) = await SendAsync();
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Code, signIn));
    }

    [Fact]
    public async Task It_is_one_event_and_one_notice_however_often_it_is_said()
    {
        var (_, sent) = await SendAsync();
        var reference = Reference(sent);
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(reference));
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(reference));
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(Reference(sent)));
        var written = Assert.Single(await _host.EventsAsync(), e => e.Type == AuditEventTypes.NotMe);
        Assert.Equal((ToySender.MethodName, "sign_in"), (written.Method, written.Detail));
        Assert.Equal([AuditEventTypes.NotMe], _host.Notifier.Types);
    }

    [Fact]
    public async Task Neither_failures_nor_epoch_nor_factors_change()
    {
        var (signIn, sent) = await SendAsync();
        await VerifyAsync("000000", signIn);
        var before = await LoadAsync();
        await ReportAsync(Reference(sent));
        var after = await LoadAsync();
        Assert.Equal(
            (before.Failures, before.LockedUntil, before.Epoch, before.Round, before.Factors.Length),
            (after.Failures, after.LockedUntil, after.Epoch, after.Round, after.Factors.Length)
        );
    }

    [Fact]
    public async Task A_reference_is_good_as_long_as_its_code()
    {
        var (_, sent) = await SendAsync();
        var (late, inTime) = (Reference(sent, TimeSpan.FromMinutes(1)), Reference(sent));
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(late));
        Assert.Equal(TwoFactorOutcome.Accepted, await ReportAsync(inTime));
    }

    [Fact]
    public async Task Nothing_else_is_a_reference()
    {
        var (signIn, sent) = await SendAsync();
        var protector = _host.Get<IAccountProtector>();
        var elsewhere = new NotMeReferences(
            protector,
            Options.Create(new TwoFactorOptions { Issuer = "Example", Tenant = "other" })
        );
        var reference = Reference(sent);
        string?[] all =
        [
            null,
            "",
            "forged",
            $"{reference} ",
            reference[..^2],
            sent,
            signIn,
            _host.Get<IReceiptReferences>().Create(Send(sent)),
            elsewhere.Create(Send(sent)),
            Reference(sent, user: "bob"),
            Reference("no such challenge"),
        ];
        foreach (var one in all)
            Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(one));

        Assert.Empty(_host.Notifier.Notices);
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(Code, signIn));
    }

    [Fact]
    public async Task An_enrolment_is_not_ended()
    {
        Assert.Null(_host.Get<INotMeReferences>().Create(Send("any", purpose: ChallengePurpose.Enrollment)));
        var pending = await BeginAsync();
        var challenge = (await LoadAsync()).Challenges.Single(c => c.FactorId == pending.FactorId);
        Assert.Equal(TwoFactorOutcome.NotFound, await ReportAsync(Reference(challenge.Id)));
        Assert.True((await _host.Enrollment.ConfirmAsync("alice", pending.FactorId!, Code)).Succeeded);
    }

    private Task<TwoFactorOutcome> ReportAsync(string? reference) => _host.Get<INotMeService>().ReportAsync(reference);

    private string Reference(string challengeId, TimeSpan? lifetime = null, string user = "alice") =>
        _host.Get<INotMeReferences>().Create(Send(challengeId, lifetime, user))!;

    private FactorSend Send(
        string challengeId,
        TimeSpan? lifetime = null,
        string user = "alice",
        ChallengePurpose purpose = ChallengePurpose.SignIn
    ) =>
        new()
        {
            UserId = user,
            FactorId = "",
            ChallengeId = challengeId,
            State = default,
            Purpose = purpose,
            Entropy = default,
            Now = _host.Clock.Now,
            ExpiresAt = _host.Clock.Now + (lifetime ?? TimeSpan.FromMinutes(5)),
            Number = 1,
        };

    private Task<EnrollmentResult> BeginAsync() =>
        _host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = ToySender.MethodName,
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = "loft 1" },
                Proof = new FreshProof
                {
                    PasswordVerifiedAt = _host.Clock.Now,
                    SecondFactorVerifiedAt = _host.Clock.Now,
                },
            }
        );

    private async Task<(string SignIn, string Sent)> SendAsync()
    {
        var signIn = (await _host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).ChallengeId!;
        var request = new ChallengeRequest { UserId = "alice", SignInChallengeId = signIn };
        return (signIn, (await _host.Challenges.ChallengeAsync(request)).ChallengeId!);
    }

    private async Task<TwoFactorOutcome> VerifyAsync(string code, string? challengeId) =>
        (
            await _host.Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = "alice",
                    Code = code,
                    ChallengeId = challengeId,
                }
            )
        ).Outcome;

    private async Task<TwoFactorAccount> LoadAsync() =>
        (await _host.Get<AccountVault>().LoadAsync("alice", default)).Account!;
}
