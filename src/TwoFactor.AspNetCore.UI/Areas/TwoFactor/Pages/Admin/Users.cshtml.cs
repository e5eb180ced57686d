using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Users, found by name or listed page by page.</summary>
/// <param name="directory">The host's users.</param>
/// <param name="administration">The state of their second factors.</param>
public sealed class UsersModel(IUserDirectory directory, IAdministrationService administration) : TwoFactorPage
{
    private const int PageSize = 50;

    /// <summary>The users of this page.</summary>
    public IReadOnlyList<(DirectoryUser User, UserSummary Summary)> Users { get; private set; } = [];

    /// <summary>The id after which the next page begins; null on the last.</summary>
    public string? NextAfter { get; private set; }

    /// <summary>Only users with, or without, a second factor; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public bool? Enrolled { get; set; }

    /// <summary>The name or address to find.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    /// <summary>Finds a user, or shows a page of them.</summary>
    /// <param name="after">The id after which the page begins.</param>
    public async Task<IActionResult> OnGetAsync(string? after)
    {
        if (!string.IsNullOrWhiteSpace(Find))
        {
            if (await directory.FindByNameAsync(Find.Trim(), HttpContext.RequestAborted) is { } found)
                return RedirectToPage("/Admin/User", new { id = found.UserId });

            Problem = T["There is no such user."];
        }

        var users = new List<(DirectoryUser, UserSummary)>();
        var page = await directory.ListAsync(after, PageSize, HttpContext.RequestAborted);
        foreach (var user in page)
        {
            var summary = await administration.SummarizeAsync(user.UserId, HttpContext.RequestAborted);
            if (Enrolled is null || Enrolled == summary.IsEnrolled)
                users.Add((user, summary));
        }

        Users = users;
        NextAfter = page.Count == PageSize ? page[^1].UserId : null;
        return Page();
    }
}
