using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using TwoFactor;
using WebSample.Data;

namespace WebSample.Pages.Admin;

/// <summary>The requirement policy.</summary>
public sealed class IndexModel(IPolicyService policies, AppDb db, IUserDirectory directory, TimeProvider clock)
    : AppPage
{
    private static readonly TimeSpan s_exemption = TimeSpan.FromDays(365);

    public static IReadOnlyList<(Requirement Value, string Text)> Choices { get; } =
    [
        (Requirement.Off, "Nobody, and nobody is asked"),
        (Requirement.Optional, "Nobody; who turned it on is asked"),
        (Requirement.Everyone, "Everyone"),
        (Requirement.Roles, "The roles below"),
        (Requirement.Groups, "The groups below"),
    ];

    public RequirementPolicy? Policy { get; private set; }

    public string? SetBy { get; private set; }

    public IReadOnlyList<string> Roles { get; private set; } = [];

    public IReadOnlyList<string> Groups { get; private set; } = [];

    public Task OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync(
        long version,
        Requirement requirement,
        string[] roles,
        string[] groups,
        string[] exempt,
        ClientSurface[] clients,
        int grace,
        string? reason
    )
    {
        var actor = User.FindFirstValue(ClaimTypes.NameIdentifier)!;
        var before = await policies.GetAsync(HttpContext.RequestAborted);
        var why = string.IsNullOrWhiteSpace(reason) ? T["Set on the policy page"] : reason;
        var result = await policies.SetAsync(
            new PolicyChange
            {
                Requirement = requirement,
                Roles = requirement == Requirement.Roles ? roles : [],
                Groups = requirement == Requirement.Groups ? groups : [],
                Exemptions =
                [
                    .. exempt.Select(p =>
                        before.Exemptions.FirstOrDefault(e => e.Provider == p && e.ExpiresAt > clock.GetUtcNow())
                        ?? new IdentityProviderExemption
                        {
                            Provider = p,
                            Actor = actor,
                            Reason = why,
                            ExpiresAt = clock.GetUtcNow() + s_exemption,
                        }
                    ),
                ],
                Clients = clients.Length is 0 or 3 ? [] : clients,
                Grace = TimeSpan.FromDays(Math.Clamp(grace, 0, 90)),
                Actor = actor,
                Reason = why,
                ExpectedVersion = version,
            },
            HttpContext.RequestAborted
        );
        if (result.Succeeded)
        {
            Notice = T["The policy is in force."];
            return RedirectToPage();
        }

        Problem = Say(result.Outcome, message: result.Message);
        await ShowAsync();
        return Page();
    }

    private async Task ShowAsync()
    {
        Policy = await policies.GetAsync(HttpContext.RequestAborted);
        SetBy = Policy.UpdatedBy is { } id
            ? (await directory.FindAsync(id, HttpContext.RequestAborted))?.UserName ?? id
            : null;
        Roles = await db.Roles.Select(r => r.Name!).OrderBy(r => r).ToListAsync(HttpContext.RequestAborted);
        Groups = await db.Groups.Select(g => g.Name).OrderBy(g => g).ToListAsync(HttpContext.RequestAborted);
    }
}
