using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>A user in Japan turns codes by SMS on, and signs in with them.</summary>
public sealed class SmsStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserTheory]
    [InlineData(true, "hanako", "+819012345678")]
    [InlineData(false, "hanae", "+819012345679")]
    public async Task In_Japanese_from_the_profile_to_the_next_sign_in(bool script, string name, string number)
    {
        var local = $"0{number[3..]}";
        var hanako = await Person.AtAsync(app, "ja-JP", script);
        await hanako.RegisterAsync(name);
        await hanako.Page.GotoAsync("/security");
        await hanako.SeesTitleAsync("2段階認証");
        await hanako.FollowAsync("有効にする");
        await hanako.FollowAsync("SMSの設定");
        Assert.Equal("日本 (+81)", await hanako.Page.Locator("#region option:checked").InnerTextAsync());
        await hanako.Page.Locator("#phoneNumber").FillAsync(local);
        await hanako.LooksRightAsync("sms-phone");
        await hanako.Page.Locator("#phoneNumber").FillAsync("12345");
        await hanako.ClickAsync("コードを送信");
        await hanako.SeesProblemAsync("桁数が足りません。");
        await hanako.LooksRightAsync();
        await hanako.Page.Locator("#phoneNumber").FillAsync(local);
        await hanako.ClickAsync("コードを送信");
        await hanako.SeesAsync("にコードを送りました。");
        Assert.DoesNotContain(local[3..], await hanako.Page.ContentAsync(), StringComparison.Ordinal);
        await hanako.LooksRightAsync();
        Assert.Equal(
            ("one-time-code", "numeric"),
            (
                await hanako.Page.Locator("#code").GetAttributeAsync("autocomplete"),
                await hanako.Page.Locator("#code").GetAttributeAsync("inputmode")
            )
        );
        await hanako.TypeCodeAsync(await hanako.ReadMessageAsync(number));
        await hanako.SeesTitleAsync("リカバリーコード");
        await hanako.ClickAsync("保管しました。続ける");
        await hanako.SeesAsync("オン");

        await hanako.SignOutAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await hanako.SignInAsync(name);
        await hanako.ClickAsync("コードを送信");
        if (script)
            await Assertions.Expect(hanako.Page.Locator("button[data-enable-in]")).ToBeDisabledAsync();

        await hanako.LooksRightAsync();
        await hanako.TypeCodeAsync(await hanako.ReadMessageAsync(number));
        await hanako.SeesAsync($"{name} としてサインインしています。");
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
