using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Deletes what has expired.</summary>
/// <param name="administration">The purge.</param>
public sealed class PurgeModel(IAdministrationService administration) : TwoFactorPage
{
    /// <summary>Asks.</summary>
    public void OnGet() { }

    /// <summary>Purges.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var result = await administration.PurgeAsync(cancellationToken: HttpContext.RequestAborted);
        Notice = T["{0} accounts were looked at, and {1} had something to delete.", result.Accounts, result.Pruned];
        return RedirectToPage();
    }
}
