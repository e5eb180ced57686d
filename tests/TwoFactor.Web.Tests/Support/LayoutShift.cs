using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>
/// How much of a page moves by loading (Layout Instability). Its scripts come when it has been drawn (Browser). What
/// moves once the person has done something, or once this has looked, is an answer and left out.
/// </summary>
internal static class LayoutShift
{
    // What the times move in a wide table, once they are those of the place, is a little less.
    private const double Nothing = 0.0075;

    private const string Sum = """
        () => new Promise(done => {
            let sum = 0;
            const watch = new PerformanceObserver(list =>
                list.getEntries().filter(e => !(e.startTime > window.firstAct)).forEach(e => { sum += e.value; }));
            watch.observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => {
                window.firstAct ??= performance.now();
                done(sum);
            }));
        })
        """;

    public static async Task IsNothingAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        Assert.InRange(await page.EvaluateAsync<double>(Sum), 0, Nothing);
    }
}
