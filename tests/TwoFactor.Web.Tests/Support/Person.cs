using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>A person before a browser, with a phone.</summary>
internal sealed class Person(WebApp app, IPage page, bool script = true)
{
    public const string Password = "Demo-password-1";

    /// <summary>The phone's authenticator: what the QR code said.</summary>
    private string? _secret;

    public IPage Page => page;

    public static async Task<Person> AtAsync(
        WebApp app,
        string locale = "en-US",
        bool script = true,
        string? url = null,
        bool isPhone = false
    ) => new(app, await Browser.OpenAsync(url ?? app.Url.ToString(), locale, script, isPhone), script);

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Person> TabAsync(string path)
    {
        var tab = new Person(app, await page.Context.NewPageAsync(), script) { _secret = _secret };
        await tab.Page.GotoAsync(path);
        return tab;
    }

    /// <summary>The recovery codes that the page shows.</summary>
    public ILocator Codes => page.Locator("#codes code");

    /// <summary>The key for an app, as the page shows it for typing.</summary>
    public async Task<string> KeyAsync() => (await page.Locator("#key code").TextContentAsync())!.Trim();

    /// <summary>The same person and phone at another browser.</summary>
    public async Task<Person> ElsewhereAsync() =>
        new(app, await Browser.OpenAsync(app.Url.ToString(), script: script), script) { _secret = _secret };

    public Task ClickAsync(string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();

    public Task FollowAsync(string name) =>
        page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();

    /// <summary>The page's scripts come late (Browser); this waits for them.</summary>
    public Task ScriptHasRunAsync() => page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);

    public Task SeesAsync(string text) => Assertions.Expect(page.GetByText(text).First).ToBeVisibleAsync();

    public Task SeesTitleAsync(string text) =>
        Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(text);

    public Task SeesProblemAsync(string text) =>
        Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(text);

    public Task IsAtAsync(string path) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(path) + "([?#]|$)", RegexOptions.IgnoreCase));

    public async Task<Person> RegisterAsync(string name)
    {
        await page.GotoAsync("/account/register");
        await page.Locator("#userName").FillAsync(name);
        await page.Locator("#email").FillAsync($"{name}@example.com");
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("main form button").First.ClickAsync();
        return this;
    }

    public async Task SignInAsync(string name, string password = Password)
    {
        await page.GotoAsync("/account/sign-in");
        await page.Locator("#userName").FillAsync(name);
        await page.Locator("#password").FillAsync(password);
        await page.Locator("main form button").First.ClickAsync();
    }

    public async Task SignOutAsync()
    {
        await page.GotoAsync("/");
        await page.Locator("#sign-out button").ClickAsync();
    }

    public async Task EnterPasswordAgainAsync()
    {
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("main form button").First.ClickAsync();
    }

    /// <summary>Scans the QR code on the screen.</summary>
    public async Task ScanAsync()
    {
        var uri = await Programs.ScanAsync(await page.Locator("img.qr").ScreenshotAsync());
        Assert.StartsWith("otpauth://totp/", uri, StringComparison.Ordinal);
        _secret = Regex.Match(uri, "secret=([A-Z2-7]+)").Groups[1].Value;
    }

    public Task<string> CodeAsync() => Programs.CodeAsync(_secret!, app.Clock.Now);

    /// <summary>Goes on with the tabulator until something with this name has the focus, and presses Enter.</summary>
    public async Task TabToAsync(string name)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (
                (
                    await page.EvaluateAsync<string>(
                        "() => document.activeElement.matches('a, button') ? document.activeElement.ariaLabel ?? document.activeElement.innerText : ''"
                    )
                ).Contains(name)
            )
            {
                await page.Keyboard.PressAsync("Enter");
                return;
            }
        }

        Assert.Fail($"The keyboard does not come to '{name}' on {page.Url}.");
    }

    public async Task TypeCodeAsync(string code)
    {
        await page.Locator("#code").FillAsync(code);
        await page.Locator("form:has(#code) button").ClickAsync();
    }

    public async Task TypeCodeOfAppAsync() => await TypeCodeAsync(await CodeAsync());

    /// <summary>Looks at the text message: in development it lies in the outbox.</summary>
    public async Task<string> ReadMessageAsync(string number)
    {
        var outbox = await page.Context.NewPageAsync();
        await outbox.GotoAsync("/outbox");
        var body = await outbox.Locator(".message", new() { HasText = number }).First.Locator(".body").InnerTextAsync();
        await outbox.CloseAsync();
        return Regex.Match(body, "[0-9]{6}").Value;
    }

    /// <summary>
    /// Turns the second factor on with an authenticator app, from the profile; returns the recovery codes.
    /// </summary>
    public async Task<IReadOnlyList<string>> TurnOnAppAsync()
    {
        await page.GotoAsync("/security");
        await page.Locator("main a[href$='/set-up']").First.ClickAsync();
        return await SetUpAppAsync();
    }

    /// <summary>Sets an app up, and stays where the recovery codes are shown.</summary>
    public async Task TakeCodesAsync()
    {
        await page.GotoAsync("/security/set-up/totp");
        await SetUpHereAsync();
    }

    public async Task<IReadOnlyList<string>> SetUpAppAsync()
    {
        await page.Locator("a[href*='/set-up/totp']").ClickAsync();
        await SetUpHereAsync();
        var codes = await page.Locator("#codes code").AllInnerTextsAsync();
        await page.Locator("main form button").ClickAsync();
        app.Clock.NextStep();
        return codes;
    }

    private async Task SetUpHereAsync()
    {
        await page.Locator("form[action*='Begin'] button").ClickAsync();
        await ScanAsync();
        await TypeCodeOfAppAsync();
        await Assertions.Expect(page.Locator("#codes li")).ToHaveCountAsync(10);
    }

    /// <summary>
    /// Axe finds nothing, in light and dark, on a desk and on a phone. With SCREENSHOTS set, the picture is kept for
    /// the README.
    /// </summary>
    public async Task LooksRightAsync(string? picture = null)
    {
        if (!script)
        {
            await LooksRightWithoutScriptAsync();
            return;
        }

        await LayoutShift.IsNothingAsync(page);

        // On a desk in light. Axe then stays in the page for the other three.
        var found = (await page.RunAxe()).Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id} {n.Html}")).ToList();
        Assert.True(found.Count == 0, $"{page.Url} {string.Join('\n', found)}");
        foreach (var (width, height) in new[] { (1280, 900), (390, 844) })
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await HasNoFaultsAsync(isWhole: width == 390 && scheme == ColorScheme.Dark);
                await KeepAsync(picture, scheme, width);
            }
        }

        // A desk at a zoom of 200 %, and a phone whose text is twice as large (WCAG 2.2, 1.4.4 and 1.4.10).
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await FitsAsync("text of twice the size", "document.documentElement.style.fontSize = '200%'");
        await page.EvaluateAsync("document.documentElement.style.fontSize = ''");
        await page.SetViewportSizeAsync(640, 450);
        await HasNoFaultsAsync(isWhole: true);
        await page.SetViewportSizeAsync(1280, 900);
    }

    /// <summary>The colours of the system (forced colours), and more contrast where the page chooses the colours.</summary>
    public async Task LooksRightInHighContrastAsync()
    {
        await page.RunAxe();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ForcedColors = ForcedColors.Active });
            await FitsAsync("the screen");
            await KeepsItsShapesAsync();
            await page.EmulateMediaAsync(
                new()
                {
                    ColorScheme = scheme,
                    ForcedColors = ForcedColors.None,
                    Contrast = Contrast.More,
                }
            );
            await HasNoFaultsAsync(isWhole: true);
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, Contrast = Contrast.NoPreference });
    }

    // Where the system gives the colours, a background tells nothing apart, and axe does not see them. Borders must.
    private async Task KeepsItsShapesAsync() =>
        Assert.Empty(
            await page.EvaluateAsync<string[]>(
                """
                () => [...document.querySelectorAll('.tf button:not(.link), .tf .button, .tf input:not([type=checkbox]), .tf .notice, .tf .problem, .tf .badge')]
                    .filter(e => e.checkVisibility() && getComputedStyle(e).borderTopWidth === '0px')
                    .map(e => e.outerHTML)
                """
            )
        );

    public Task HasFocusAsync(string field) => Assertions.Expect(page.Locator(field)).ToBeFocusedAsync();

    // Axe waits for the page's own clock, which stands still in a browser without scripts. So it looks at what that
    // browser shows in another one, without the page's scripts.
    private async Task LooksRightWithoutScriptAsync()
    {
        var html = Regex.Replace(await page.ContentAsync(), "<script[^>]*></script>", "");
        var copy = await Browser.OpenAsync(app.Url.ToString());
        await copy.RouteAsync(
            page.Url,
            r => r.FulfillAsync(new() { Body = html, ContentType = "text/html; charset=utf-8" })
        );
        await copy.GotoAsync(page.Url);
        await new Person(app, copy).LooksRightAsync();
        await copy.Context.CloseAsync();
    }

    private async Task HasNoFaultsAsync(bool isWhole)
    {
        var faults = await FindFaultsAsync(isWhole);
        Assert.True(faults.Length == 0, string.Join('\n', faults));
        await FitsAsync("the screen");
    }

    private async Task FitsAsync(string what, string change = "") =>
        Assert.False(
            await page.EvaluateAsync<bool>(
                $"() => {{ {change}; return document.documentElement.scrollWidth > document.documentElement.clientWidth; }}"
            ),
            $"{page.Url} is wider than {what}, of {page.ViewportSize!.Width}."
        );

    // Of axe's rules the contrast alone depends on the colours: all others once a width are enough.
    private Task<string[]> FindFaultsAsync(bool isWhole) =>
        page.EvaluateAsync<string[]>(
            """
            async only => (await axe.run(document, only.length ? { runOnly: only } : {})).violations
                .flatMap(v => v.nodes.map(n => `${location} ${innerWidth} ${v.id} ${n.html}`))
            """,
            isWhole ? [] : new[] { "color-contrast" }
        );

    // A picture is named after where it is looked at: on a desk in light, on a phone in dark.
    private async Task KeepAsync(string? picture, ColorScheme scheme, int width)
    {
        var folder = Environment.GetEnvironmentVariable("SCREENSHOTS");
        var look = (width, scheme) switch
        {
            (1280, ColorScheme.Light) => "-desktop",
            (390, ColorScheme.Dark) => "-phone",
            _ => "-none",
        };
        if (folder is not { Length: > 0 } || picture?.EndsWith(look, StringComparison.Ordinal) != true)
            return;

        Assert.True(
            (await Programs.RunAsync("fc-list", ":lang=ja")).Length > 0,
            "There is no font for Japanese, and a picture would show boxes. Run eng/test, which installs one."
        );
        await page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Path.Combine(folder, $"{picture}.png"), Scale = ScreenshotScale.Css }
        );
    }
}
