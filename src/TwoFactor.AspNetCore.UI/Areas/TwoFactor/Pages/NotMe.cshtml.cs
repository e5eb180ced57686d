using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Where the link "It was not me" of a message leads. It asks first, because mail programs open links by themselves. It
/// says the same whatever the reference was.
/// </summary>
public sealed class NotMeModel : TwoFactorPage
{
    /// <summary>The reference in the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>Whether the button was pressed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool IsReported { get; set; }

    /// <summary>Asks, and does nothing else.</summary>
    public void OnGet() { }

    /// <summary>Ends the sign-in that the reference is for.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        // Who leaves the page has pressed the button all the same.
        var outcome = await Get<INotMeService>().ReportAsync(Reference, CancellationToken.None);
        if (outcome != TwoFactorOutcome.Throttled)
            return RedirectToPage("/NotMe", new { isReported = true });

        Problem = Say(outcome);
        return Page();
    }
}
