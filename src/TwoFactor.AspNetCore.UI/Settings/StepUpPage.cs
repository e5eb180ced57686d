using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Sends browsers to the page for a step-up, unless the host names one of its own.</summary>
internal sealed class StepUpPage(IOptions<TwoFactorPagesOptions> pages) : IPostConfigureOptions<TwoFactorHttpOptions>
{
    public void PostConfigure(string? name, TwoFactorHttpOptions options) =>
        options.StepUpPath ??= pages.Value.Path(PageRoutes.StepUp);
}
