using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>Chromium, once for all tests.</summary>
internal static class Browser
{
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
        return await context.NewPageAsync();
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
