using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The choice of a method to set up.</summary>
/// <param name="options">The settings of the pages.</param>
public sealed class SetUpModel(IOptions<TwoFactorPagesOptions> options) : TwoFactorPage
{
    /// <summary>The methods to choose from.</summary>
    public MethodList Methods { get; private set; } = new([], null);

    /// <summary>Shows the methods, after the proof that a change needs.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        if (await Freshness.MissingAsync(session) is { } page)
            return RedirectToPage(page, new { ReturnUrl = Here });

        Methods = MethodList.Of(session.Methods, options.Value, ReturnUrl);
        return Page();
    }
}
