using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace WebSample.Pages;

/// <summary>
/// The answer if there is nothing else to show. It can replace the answer of any page and any HTTP method, so it
/// accepts no form.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : AppPage
{
    public string Title { get; private set; } = "Something went wrong";

    public string Advice { get; private set; } = "Nothing was changed. Try again in a moment.";

    public void OnGet() => Show();

    public void OnPost() => Show();

    private void Show()
    {
        if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null)
            return;

        (Title, Advice) = Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ("There is no such page", "Check the address, or go back."),
            StatusCodes.Status429TooManyRequests => ("Too many attempts", "Wait a minute, then try again."),
            StatusCodes.Status400BadRequest => (
                "The form is too old",
                "Go back, load the page again, and fill it in anew."
            ),
            _ => (Title, Advice),
        };
    }
}
