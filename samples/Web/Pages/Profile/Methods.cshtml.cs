using Microsoft.AspNetCore.Mvc;
using WebSample.Pages.SetUp;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Profile;

public sealed class MethodsModel : AppPage
{
    public MethodList Methods { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return Challenge();

        if (await Freshness.MissingAsync(session) is { } page)
            return RedirectToPage(page, new { ReturnUrl = Request.Path.Value });

        Methods = new MethodList(session.Methods, null);
        return Page();
    }
}
