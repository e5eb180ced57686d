namespace TwoFactor.Tests;

/// <summary>The first second factor with a temporary code of an administrator, over HTTP.</summary>
[Trait("Req", "R51")]
public sealed class FirstFactorEndpointTests
{
    [Theory]
    [InlineData(true, "/two-factor/sign-in/enroll")]
    [InlineData(false, "/two-factor/factors")]
    public async Task The_code_is_asked_for_and_goes_in_the_body(bool isRequired, string path)
    {
        await using var host = await MiniHost.StartAsync(
            new() { Core = o => o.Enrollment.FirstFactor = FirstFactorProof.AdministratorCode }
        );
        if (isRequired)
            await host.Get<IPolicyService>().SetAsync(new() { Requirement = Requirement.Everyone, Actor = "root" });

        using var browser = host.Visitor();
        Assert.Equal(isRequired ? "enroll" : "allowed", await browser.LoginAsync("zed"));
        var refused = await browser.PostAsync(path, new { method = "totp" });
        Assert.Equal((403, "administrator_code_required"), (refused.Status, Visitor.CodeOf(refused)));

        var issued = await host.Get<IResetService>()
            .IssueTemporaryCodeAsync(
                new()
                {
                    UserId = "zed",
                    Actor = "root",
                    Reason = "first day",
                }
            );
        var wrong = await browser.PostAsync(path, new { method = "totp", administratorCode = "AAAA-AAAA-AAAA" });
        Assert.NotEqual(200, wrong.Status);
        var begun = await browser.PostAsync(path, new { method = "totp", administratorCode = issued.Code });
        Assert.True(begun.Body.ContainsKey("secret"), begun.Body.ToJsonString());
    }
}
