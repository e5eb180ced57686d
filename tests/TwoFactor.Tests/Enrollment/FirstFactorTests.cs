namespace TwoFactor.Tests;

/// <summary>The first second factor only with a temporary code of an administrator, where the app says so.</summary>
[Trait("Req", "R51")]
public sealed class FirstFactorTests
{
    private static readonly ResetRequest s_request = new()
    {
        UserId = "alice",
        Actor = "root",
        Reason = "came to the desk",
    };

    private static Host Create() => Host.Create(o => o.Enrollment.FirstFactor = FirstFactorProof.AdministratorCode);

    private static Task<EnrollmentResult> BeginAsync(Host host, string? code) =>
        host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = host.Proof(code) });

    private static async Task<string> IssueAsync(Host host)
    {
        var issued = await host.Reset.IssueTemporaryCodeAsync(s_request);
        Assert.Equal(TwoFactorOutcome.Accepted, issued.Outcome);
        return issued.Code!;
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ABCD-EFGH")]
    public async Task Without_a_code_of_an_administrator_no_first_factor_is_begun(string? code)
    {
        await using var host = Create();
        Assert.Equal(TwoFactorOutcome.AdministratorCodeRequired, (await BeginAsync(host, code)).Outcome);
        Assert.Empty((await host.Enrollment.GetStatusAsync("alice")).Factors);
    }

    [Fact]
    public async Task The_code_begins_one_enrolment_and_further_factors_are_proven_by_the_first()
    {
        await using var host = Create();
        var code = await IssueAsync(host);
        var user = await host.EnrollAsync(proofCode: code);
        Assert.Equal(TwoFactorOutcome.ReauthenticationRequired, (await BeginAsync(host, null)).Outcome);
        Assert.Equal(TwoFactorOutcome.Accepted, (await BeginAsync(host, user.Code(host))).Outcome);
        Assert.Equal(SignInDecision.Challenge, (await host.SignIn.EvaluateAsync(new() { UserId = "alice" })).Decision);
    }

    [Fact]
    public async Task The_code_works_once()
    {
        await using var host = Create();
        var code = await IssueAsync(host);
        await host.BeginAsync(proofCode: code);
        Assert.NotEqual(TwoFactorOutcome.Accepted, (await BeginAsync(host, code)).Outcome);
        await IssueAsync(host);
        Assert.NotEqual(TwoFactorOutcome.Accepted, (await BeginAsync(host, code)).Outcome);
    }

    [Fact]
    public async Task A_wrong_code_is_charged_like_every_other()
    {
        await using var host = Create();
        var code = await IssueAsync(host);
        var wrong = code[..^1] + (code[^1] == 'A' ? 'B' : 'A');
        for (var i = 0; i < 5; i++)
            Assert.Equal(TwoFactorOutcome.InvalidCode, (await BeginAsync(host, wrong)).Outcome);

        Assert.Equal(TwoFactorOutcome.Locked, (await BeginAsync(host, code)).Outcome);
    }

    [Fact]
    public async Task An_expired_code_begins_nothing()
    {
        await using var host = Create();
        var code = await IssueAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(TwoFactorOutcome.AdministratorCodeRequired, (await BeginAsync(host, code)).Outcome);
    }

    [Fact]
    public async Task After_a_reset_it_takes_a_code_again()
    {
        await using var host = Create();
        await host.EnrollAsync(proofCode: await IssueAsync(host));
        await host.Reset.ResetAsync(s_request);
        Assert.Equal(TwoFactorOutcome.AdministratorCodeRequired, (await BeginAsync(host, null)).Outcome);
        await host.EnrollAsync(proofCode: await IssueAsync(host));
    }

    [Fact]
    public async Task The_code_is_no_second_factor_by_itself()
    {
        await using var host = Create();
        var code = await IssueAsync(host);
        var result = await host.Verification.VerifyAsync(new() { UserId = "alice", Code = code });
        Assert.Equal(TwoFactorOutcome.NotEnrolled, result.Outcome);
        Assert.Equal(TwoFactorOutcome.Accepted, (await BeginAsync(host, code)).Outcome);
    }

    [Fact]
    public async Task By_default_the_password_is_enough_and_no_code_is_issued_for_it()
    {
        await using var host = Host.Create();
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.Reset.IssueTemporaryCodeAsync(s_request)).Outcome);
        Assert.Equal(TwoFactorOutcome.Accepted, (await BeginAsync(host, null)).Outcome);
    }
}
