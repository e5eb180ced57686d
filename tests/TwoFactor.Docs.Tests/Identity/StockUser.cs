using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TwoFactor.Tests;

namespace TwoFactor.Docs.Tests;

/// <summary>A user of the stock app at a browser, with a phone that makes codes.</summary>
internal sealed class StockUser(StockApp app, string name)
{
    private const string Account = "/Identity/Account/";
    private const string Password = "Demo-password-1";
    private const int Step = 30;

    private IPage? _page;
    private string _key = "";
    private long _last;

    public string Email => $"{name}@example.com";

    /// <summary>The recovery codes that were shown last.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>The code that was typed last.</summary>
    public string Code { get; private set; } = "";

    private IPage Page => _page!;

    /// <summary>Opens a browser without a session.</summary>
    public async Task OpenAsync()
    {
        if (_page is not null)
            await _page.Context.CloseAsync();

        _page = await Browser.OpenAsync(app.Url);
    }

    public async Task RegisterAsync()
    {
        await OpenAsync();
        await GoAsync(Account + "Register");
        await SubmitAsync(("#Input_Email", Email), ("#Input_Password", Password), ("#Input_ConfirmPassword", Password));
        await Page.Locator("#confirm-link").ClickAsync();
        await SeesAsync("Thank you for confirming your email.");
    }

    /// <summary>The password; a session that was there ends first.</summary>
    public async Task SignInAsync()
    {
        await OpenAsync();
        await GoAsync(Account + "Login");
        await SubmitAsync(("#Input_Email", Email), ("#Input_Password", Password));
    }

    public async Task TypeCodeAsync(string code)
    {
        await IsAtAsync(Account + "LoginWith2fa");
        await SubmitAsync(("#Input_TwoFactorCode", code));
    }

    /// <summary>The next code of the phone that was not typed yet.</summary>
    public async Task TypeCodeOfAppAsync() => await TypeCodeAsync(await NextCodeAsync());

    public async Task TypeRecoveryCodeAsync(string code)
    {
        await IsAtAsync(Account + "LoginWith2fa");
        await Page.Locator("#recovery-code-login").ClickAsync();
        await SubmitAsync(("#Input_RecoveryCode", code));
    }

    /// <summary>Reads the key from the page that shows it, types its code, and keeps the recovery codes.</summary>
    public async Task EnrollAsync()
    {
        await IsAtAsync(Account + "Manage/EnableAuthenticator");
        var key = (await Page.Locator("kbd").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        Assert.NotEqual(_key, key);
        (_key, _last) = (key, 0);
        await SubmitAsync(("#Input_Code", await NextCodeAsync()));
    }

    public async Task KeepRecoveryCodesAsync()
    {
        await IsAtAsync(Account + "Manage/ShowRecoveryCodes");
        Codes = await Page.Locator("code.recovery-code").AllInnerTextsAsync();
        Assert.Equal(10, Codes.Count);
    }

    public Task ManageAsync(string page) => GoAsync($"{Account}Manage/{page}");

    /// <summary>Sends the form of the page, with what is typed into it.</summary>
    public async Task SubmitAsync(params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
            await Page.Locator(field).FillAsync(value);

        await Page.EvaluateAsync("document.documentElement.dataset.left = ''");
        if (fields.Length > 0)
            await Page.Locator(fields[^1].Field).PressAsync("Enter");
        else
            await Page.Locator("main form button[type=submit]").First.ClickAsync();

        await Assertions.Expect(Page.Locator("html:not([data-left]) footer")).ToBeAttachedAsync();
    }

    public Task ChangePasswordAsync() =>
        SubmitAsync(
            ("#Input_OldPassword", Password),
            ("#Input_NewPassword", Password + "2"),
            ("#Input_ConfirmPassword", Password + "2")
        );

    public Task SeesAsync(string text) => Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public Task IsSignedInAsync() => SeesAsync($"Hello {Email}!");

    public Task IsNotSignedInAsync() => Assertions.Expect(Page.GetByText("Hello ")).ToHaveCountAsync(0);

    public Task IsAtAsync(string path) =>
        Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(path) + "([?#]|$)", RegexOptions.IgnoreCase));

    private Task GoAsync(string path) => Page.GotoAsync(path);

    private async Task<string> NextCodeAsync()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / Step;
        _last = Math.Max(_last + 1, now);
        Code = await Programs.CodeAsync(_key, DateTimeOffset.FromUnixTimeSeconds(_last * Step));
        return Code;
    }
}
