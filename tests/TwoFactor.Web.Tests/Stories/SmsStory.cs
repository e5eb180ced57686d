using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>A user in Japan turns codes by SMS on, and signs in with them.</summary>
public sealed class SmsStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserFact]
    public async Task In_Japanese_from_the_profile_to_the_next_sign_in()
    {
        var hanako = await Person.AtAsync(app, "ja-JP");
        await hanako.RegisterAsync("hanako");
        await hanako.Page.GotoAsync("/security");
        await hanako.SeesTitleAsync("2段階認証");
        await hanako.FollowAsync("有効にする");
        await hanako.FollowAsync("設定する: SMS");
        Assert.Equal("日本 (+81)", await hanako.Page.Locator("#region option:checked").InnerTextAsync());
        await hanako.Page.Locator("#phoneNumber").FillAsync("090-1234-5678");
        await hanako.LooksRightAsync("sms-phone");
        await hanako.Page.Locator("#phoneNumber").FillAsync("12345");
        await hanako.ClickAsync("コードを送信");
        await hanako.SeesProblemAsync("桁数が足りません。");
        await hanako.LooksRightAsync();
        await hanako.Page.Locator("#phoneNumber").FillAsync("090-1234-5678");
        await hanako.ClickAsync("コードを送信");
        await hanako.SeesAsync("にコードを送りました。");
        Assert.DoesNotContain("1234-5678", await hanako.Page.ContentAsync(), StringComparison.Ordinal);
        await hanako.LooksRightAsync();
        Assert.Equal(
            ("one-time-code", "numeric"),
            (
                await hanako.Page.Locator("#code").GetAttributeAsync("autocomplete"),
                await hanako.Page.Locator("#code").GetAttributeAsync("inputmode")
            )
        );
        await hanako.TypeCodeAsync(await hanako.ReadMessageAsync("+819012345678"));
        await hanako.SeesTitleAsync("リカバリーコード");
        await hanako.ClickAsync("保管しました。続ける");
        await hanako.SeesAsync("オン");

        await hanako.SignOutAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await hanako.SignInAsync("hanako");
        await hanako.ClickAsync("コードを送信");
        await Assertions.Expect(hanako.Page.Locator("button[data-enable-in]")).ToBeDisabledAsync();
        await hanako.LooksRightAsync();
        await hanako.TypeCodeAsync(await hanako.ReadMessageAsync("+819012345678"));
        await hanako.SeesAsync("hanako としてサインインしています。");
    }

    [BrowserFact]
    public async Task Too_soon_is_told_and_the_language_is_switched()
    {
        var ken = await Person.AtAsync(app, script: false);
        await ken.RegisterAsync("ken");
        await ken.Page.GotoAsync("/security/set-up/sms");
        await ken.Page.Locator("#region").SelectOptionAsync("US");
        await ken.Page.Locator("#phoneNumber").FillAsync("(201) 555-0123");
        await ken.ClickAsync("Send code");
        await ken.ClickAsync("Send again");
        await ken.SeesProblemAsync("Too soon. Try again in 30 seconds.");
        await ken.Page.GotoAsync("/");
        await ken.ClickAsync("日本語");
        await ken.SeesTitleAsync("ようこそ");
        await ken.ClickAsync("English");
        await ken.SeesTitleAsync("Welcome");
    }
}
