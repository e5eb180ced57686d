using Microsoft.AspNetCore.Mvc;
using TwoFactor;

namespace WebSample.Pages.Admin;

/// <summary>Users, found by name or listed page by page.</summary>
public sealed class UsersModel(IUserDirectory directory, IAdministrationService administration) : AppPage
{
    private const int PageSize = 50;

    public IReadOnlyList<(DirectoryUser User, UserSummary Summary)> Users { get; private set; } = [];

    public string? NextAfter { get; private set; }

    [BindProperty(SupportsGet = true)]
    public bool? Enrolled { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

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
