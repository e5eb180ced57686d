namespace TwoFactor.Tests;

/// <summary>All that another system knows of a user, in one write.</summary>
public sealed class FactorImportTests
{
    private static readonly byte[] s_secret = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    [Fact, Trait("Req", "R21")]
    public async Task Recovery_codes_of_another_system_work_once_however_they_are_typed()
    {
        await using var host = Host.Create();
        var result = await host.Administration.ImportAsync(Import("BCDFG-HJKMN", "1a2b3c4d"));
        Assert.True(result.Succeeded);
        var status = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal((2, 1), (status.RecoveryCodesLeft, status.Epoch));

        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(host, "bcdfg hjkmn"));
        Assert.Equal(TwoFactorOutcome.CodeUsed, await VerifyAsync(host, "BCDFGHJKMN"));
        Assert.Equal(TwoFactorOutcome.InvalidCode, await VerifyAsync(host, "BCDFG-HJKMM"));
        Assert.Equal(TwoFactorOutcome.Accepted, await VerifyAsync(host, "1A2B3C4D"));
        Assert.Equal(0, (await host.Enrollment.GetStatusAsync("alice")).RecoveryCodesLeft);
    }

    [Theory, Trait("Req", "R09")]
    [InlineData("short")]
    [InlineData("no;code")]
    [InlineData("")]
    public async Task An_odd_recovery_code_is_told_and_nothing_is_taken_over(string code)
    {
        await using var host = Host.Create();
        var import = Import("BCDFG-HJKMN", code);
        var result = await host.Administration.ImportAsync(import);

        Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        Assert.Equal(host.Administration.FindProblem(import), result.Message);
        Assert.DoesNotContain("BCDFG", result.Message, StringComparison.Ordinal);
        Assert.False((await host.Enrollment.GetStatusAsync("alice")).Enabled);
        Assert.Null(host.Administration.FindProblem(Import("BCDFG-HJKMN")));
    }

    [Fact, Trait("Req", "R09")]
    public async Task Only_a_new_user_is_taken_over_where_that_is_asked_for()
    {
        await using var host = Host.Create();
        Assert.True((await host.Administration.ImportAsync(Import())).Succeeded);
        Assert.Equal(TwoFactorOutcome.Conflict, (await host.Administration.ImportAsync(Import())).Outcome);
        await host.Reset.ResetAsync(
            new()
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "lost",
            }
        );

        Assert.Equal(TwoFactorOutcome.Conflict, (await host.Administration.ImportAsync(Import())).Outcome);
        Assert.False((await host.Enrollment.GetStatusAsync("alice")).Enabled);
    }

    private static FactorImport Import(params string[] codes) =>
        new()
        {
            UserId = "alice",
            Uri = OtpAuthUri.Parse($"otpauth://totp/a?secret={Base32.Encode(s_secret)}").Value,
            RecoveryCodes = codes,
            OnlyIfNew = true,
            Actor = "job",
        };

    private static async Task<TwoFactorOutcome> VerifyAsync(Host host, string code) =>
        (await host.Verification.VerifyAsync(new() { UserId = "alice", Code = code })).Outcome;
}
