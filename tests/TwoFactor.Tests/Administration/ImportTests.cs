namespace TwoFactor.Tests;

[Trait("Req", "R09")]
public sealed class ImportTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(65)]
    [InlineData(128)]
    public async Task A_secret_of_another_system_works_and_a_weak_one_is_marked_told_and_listed(int bytes)
    {
        var isWeak = bytes < 16;
        await using var host = Host.Create();
        await host.EnrollAsync("bob");
        var secret = Enumerable.Range(7, bytes).Select(i => (byte)i).ToArray();
        var uri = Uri(secret);
        var result = await host.Administration.ImportAsync("alice", uri, "admin");
        Assert.Equal((true, isWeak), (result.Factor!.IsImported, result.Factor.IsWeak));

        var alice = new EnrolledUser("alice", result.Factor.FactorId, secret, uri.Parameters, []);
        Assert.True((await host.VerifyAsync(alice, alice.Code(host))).Succeeded);
        Assert.Equal(isWeak, (await host.Enrollment.GetStatusAsync("alice")).Factors.Single().IsWeak);
        Assert.Equal(
            isWeak ? "weak" : null,
            (await host.EventsAsync()).Single(e => e.Type == AuditEventTypes.FactorImported).Detail
        );

        var users = await host.Administration.ListUsersAsync(null, 10);
        Assert.Equal(
            [("alice", isWeak, "totp"), ("bob", false, "totp")],
            users.Select(u => (u.UserId, u.HasWeakFactor, string.Join(',', u.Methods)))
        );
        var report = await host.Administration.ReportAsync();
        Assert.Equal((2, isWeak ? 1 : 0, 2), (report.Enrolled, report.Weak, report.ByMethod["totp"]));
    }

    [Fact]
    public async Task A_weak_factor_that_was_replaced_is_not_listed_any_more()
    {
        await using var host = Host.Create();
        var uri = Uri(new byte[10]);
        var weak = (await host.Administration.ImportAsync("alice", uri, "admin")).Factor!;
        var alice = new EnrolledUser("alice", weak.FactorId, new byte[10], uri.Parameters, []);
        var strong = await host.EnrollAsync(proofCode: alice.Code(host));
        var both = await host.Administration.SummarizeAsync("alice");
        Assert.Equal((true, "totp"), (both.HasWeakFactor, string.Join(',', both.Methods)));

        host.Clock.NextStep();
        var removal = new RemovalRequest
        {
            UserId = "alice",
            FactorId = weak.FactorId,
            Proof = host.Proof(strong.Code(host)),
        };
        Assert.True((await host.Enrollment.RemoveAsync(removal)).Succeeded);
        Assert.False((await host.Administration.SummarizeAsync("alice")).HasWeakFactor);
        Assert.Equal(0, (await host.Administration.ReportAsync()).Weak);
    }

    [Theory]
    [InlineData("", "totp")]
    [InlineData("Corp", "Corp")]
    [InlineData(
        "👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽",
        "👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽👩🏽"
    )]
    public async Task An_imported_factor_is_named_after_its_issuer_cut_between_characters(string issuer, string name)
    {
        await using var host = Host.Create();
        var uri = Uri(new byte[20], issuer);
        Assert.Equal(name, (await host.Administration.ImportAsync("alice", uri, "admin")).Factor!.Name);
    }

    private static OtpAuthUri Uri(byte[] secret, string issuer = "Old") =>
        OtpAuthUri
            .Parse($"otpauth://totp/alice?secret={Base32.Encode(secret)}&issuer={System.Uri.EscapeDataString(issuer)}")
            .Value!;
}
