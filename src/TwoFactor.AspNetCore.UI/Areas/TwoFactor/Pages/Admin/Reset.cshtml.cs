using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Resets a user who lost the second factor, after it has said what is lost.</summary>
/// <param name="directory">The host's users.</param>
/// <param name="resets">Resets.</param>
public sealed class ResetModel(IUserDirectory directory, IResetService resets) : TwoFactorPage
{
    /// <summary>The user.</summary>
    public DirectoryUser? Who { get; private set; }

    /// <summary>Asks.</summary>
    /// <param name="id">The user's id.</param>
    public Task<IActionResult> OnGetAsync(string? id) => ShowAsync(id);

    /// <summary>Resets.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    public async Task<IActionResult> OnPostAsync(string? id, string? reason)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ResetRequest.MaxReasonLength)
            Problem = T["A reason is asked for."];
        else if (await directory.FindAsync(id ?? "", HttpContext.RequestAborted) is { } user)
        {
            var request = new ResetRequest
            {
                UserId = user.UserId,
                Actor = session.UserId,
                Reason = reason,
            };
            var result = await resets.ResetAsync(request, HttpContext.RequestAborted);
            if (result.Succeeded)
            {
                Notice = T["The second factor was reset."];
                return RedirectToPage("/Admin/User", new { id });
            }

            Problem = Say(result.Outcome);
        }

        return await ShowAsync(id);
    }

    private async Task<IActionResult> ShowAsync(string? id)
    {
        Who = id is null ? null : await directory.FindAsync(id, HttpContext.RequestAborted);
        return Who is null ? NotFound() : Page();
    }
}
