using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>Chromium, once for all tests.</summary>
internal static class Browser
{
    // When the person did the first thing on the page: what moves from then on is an answer.
    private const string FirstAct = """
        for (const act of ["pointerdown", "keydown", "input"])
            addEventListener(act, e => { window.firstAct ??= e.timeStamp; }, { capture: true });
        """;

    private static readonly Lazy<Task<IBrowser>> s_browser = new(StartAsync);

    public static async Task<IPage> OpenAsync(
        string url,
        string locale = "en-US",
        bool script = true,
        bool isPhone = false
    )
    {
        var browser = await s_browser.Value;
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = url,
                Locale = locale,
                TimezoneId = "Asia/Tokyo",
                JavaScriptEnabled = script,
                ViewportSize = isPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
                IsMobile = isPhone,
                HasTouch = isPhone,
            }
        );
        context.SetDefaultTimeout(30_000);
        if (script)
        {
            await context.AddInitScriptAsync(FirstAct);
            await context.RouteAsync(new Regex(@"\.js$"), HoldAsync);
        }

        return await context.NewPageAsync();
    }

    // Scripts arrive when the page has been drawn without them, as on a slow line.
    private static async Task HoldAsync(IRoute script)
    {
        try
        {
            await script.Request.Frame.EvaluateAsync(
                "() => new Promise(done => new PerformanceObserver(done).observe({ type: 'paint', buffered: true }))"
            );
        }
        catch (PlaywrightException)
        {
            // The page has been left already.
        }

        await script.ContinueAsync();
    }

    private static async Task<IBrowser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }
}
