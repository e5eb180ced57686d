using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The requirement policy.</summary>
/// <param name="policies">The policy.</param>
/// <param name="names">What the policy asks for in vain.</param>
/// <param name="directory">The host's users.</param>
/// <param name="pages">The settings of the pages.</param>
/// <param name="clock">The time.</param>
public sealed class PolicyModel(
    IPolicyService policies,
    PolicyNames names,
    IUserDirectory directory,
    IOptions<TwoFactorPagesOptions> pages,
    TimeProvider clock
) : TwoFactorPage
{
    private const int MaxGrace = 90;
    private const int Clients = 3;

    private static readonly TimeSpan s_exemption = TimeSpan.FromDays(365);

    /// <summary>Who may be required, in the words of the page.</summary>
    public static IReadOnlyList<(Requirement Value, string Text)> Choices { get; } =
    [
        (Requirement.Off, "Off: nobody is asked, not even who turned it on"),
        (Requirement.Optional, "Nobody, but who turned it on is asked"),
        (Requirement.Everyone, "Everyone"),
        (Requirement.Roles, "The roles below"),
        (Requirement.Groups, "The groups below"),
    ];

    /// <summary>The policy in force.</summary>
    public RequirementPolicy? Policy { get; private set; }

    /// <summary>What is wrong with the roles or groups that were named; null if nothing is.</summary>
    public string? NamesProblem { get; private set; }

    /// <summary>What is wrong with the kinds of app; null if nothing is.</summary>
    public string? ClientsProblem { get; private set; }

    /// <summary>What the policy asks for in vain, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The reason as typed, if something else was wrong.</summary>
    public string? Reason { get; private set; }

    /// <summary>Who changed it last.</summary>
    public IHtmlContent Changer { get; private set; } = HtmlString.Empty;

    /// <summary>The roles to choose from.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>The roles to choose from that must resist phishing.</summary>
    public IReadOnlyList<string> ResistantRoles { get; private set; } = [];

    /// <summary>The groups to choose from.</summary>
    public IReadOnlyList<string> Groups { get; private set; } = [];

    /// <summary>The identity providers to choose from, with their names for people.</summary>
    public IReadOnlyDictionary<string, string> Providers { get; private set; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Shows the policy.</summary>
    public Task OnGetAsync() => ShowAsync(null);

    /// <summary>Changes the policy.</summary>
    /// <param name="version">The version that was shown.</param>
    /// <param name="requirement">Who must.</param>
    /// <param name="roles">The roles that were ticked.</param>
    /// <param name="groups">The groups that were ticked.</param>
    /// <param name="moreRoles">Roles that were typed.</param>
    /// <param name="moreGroups">Groups that were typed.</param>
    /// <param name="resistant">The roles that were ticked to resist phishing.</param>
    /// <param name="moreResistant">Roles that were typed to resist phishing.</param>
    /// <param name="exempt">The identity providers that are exempt.</param>
    /// <param name="clients">Where users are asked.</param>
    /// <param name="grace">The grace period in days.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    public async Task<IActionResult> OnPostAsync(
        long version,
        Requirement requirement,
        string[] roles,
        string[] groups,
        string? moreRoles,
        string? moreGroups,
        string[] resistant,
        string? moreResistant,
        string[] exempt,
        ClientSurface[] clients,
        int grace,
        string? reason
    )
    {
        ArgumentNullException.ThrowIfNull(exempt);
        ArgumentNullException.ThrowIfNull(clients);
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        var before = await policies.GetAsync(HttpContext.RequestAborted);
        var why = string.IsNullOrWhiteSpace(reason) ? T["Set on the policy page"] : reason;
        var change = new PolicyChange
        {
            Requirement = requirement,
            Roles = requirement == Requirement.Roles ? [.. roles, .. Split(moreRoles)] : [],
            Groups = requirement == Requirement.Groups ? [.. groups, .. Split(moreGroups)] : [],
            PhishingResistantRoles = requirement == Requirement.Off ? [] : [.. resistant, .. Split(moreResistant)],
            Exemptions =
            [
                .. exempt.Select(p =>
                    FindExemption(before, p)
                    ?? new IdentityProviderExemption
                    {
                        Provider = p,
                        Actor = session.UserId,
                        Reason = why,
                        ExpiresAt = clock.GetUtcNow() + s_exemption,
                    }
                ),
            ],
            Clients = clients.Length == Clients ? [] : clients,
            Grace = TimeSpan.FromDays(Math.Clamp(grace, 0, MaxGrace)),

            // The form does not have it, so whoever saves the form does not change it.
            GraceEndsAt = before.GraceEndsAt,
            Actor = session.UserId,
            Reason = why,
            ExpectedVersion = version,
        };
        Reason = reason;
        NamesProblem = change switch
        {
            { Requirement: Requirement.Roles, Roles.Count: 0 } => T["Choose a role, or type its name."],
            { Requirement: Requirement.Groups, Groups.Count: 0 } => T["Choose a group, or type its name."],
            _ => null,
        };
        ClientsProblem = clients.Length == 0 ? T["Choose at least one kind of app."] : null;
        if ((NamesProblem ?? ClientsProblem) is not null)
        {
            await ShowAsync(change);
            return Page();
        }

        var result = await policies.SetAsync(change, HttpContext.RequestAborted);
        if (result.Succeeded)
        {
            Notice = T["The policy is in force."];
            return RedirectToPage();
        }

        Problem = Say(result.Outcome, message: result.Message);
        await ShowAsync(result.Outcome == TwoFactorOutcome.Conflict ? null : change);
        return Page();
    }

    /// <summary>Until when sign-ins through a provider are exempt; null if they are not.</summary>
    /// <param name="provider">The provider.</param>
    public DateTimeOffset? ExemptUntil(string provider) => FindExemption(Policy!, provider)?.ExpiresAt;

    // One that has run out must not come back because somebody saves the form for another reason.
    private IdentityProviderExemption? FindExemption(RequirementPolicy policy, string provider) =>
        policy.Exemptions.FirstOrDefault(e => e.Provider == provider && e.ExpiresAt > clock.GetUtcNow());

    private static string[] Split(string? names) =>
        names?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private async Task<IReadOnlyList<string>> WarnAsync(RequirementPolicy policy)
    {
        var unused = await names.FindUnusedAsync(policy, HttpContext.RequestAborted);
        var warnings = unused.Select(n => T["No user has the role or group {0}. Check how it is spelt.", n]);
        return names.IsResistanceOutOfReach(policy)
            ? [T["No method that resists phishing is registered, so nobody can do what is asked here."], .. warnings]
            : [.. warnings];
    }

    // What was typed stays, unless somebody else changed the policy since.
    private async Task ShowAsync(PolicyChange? typed)
    {
        Policy = await policies.GetAsync(HttpContext.RequestAborted);
        if (typed is not null)
            Policy = Policy with
            {
                Version = typed.ExpectedVersion ?? Policy.Version,
                Requirement = typed.Requirement,
                Roles = typed.Roles,
                Groups = typed.Groups,
                PhishingResistantRoles = typed.PhishingResistantRoles,
                Exemptions = typed.Exemptions,
                Clients = typed.Clients,
                Grace = typed.Grace,
            };

        Warnings = await WarnAsync(Policy);
        var users = new UserNames(directory);
        var builder = new HtmlContentBuilder();
        Changer = builder.Append(await users.FindAsync(Policy.UpdatedBy, HttpContext.RequestAborted) ?? "–");
        var (roles, groups) = await users.ListNamesAsync(HttpContext.RequestAborted);
        Roles = [.. Policy.Roles.Union(roles, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        ResistantRoles =
        [
            .. Policy
                .PhishingResistantRoles.Union(roles, StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
        Groups = [.. Policy.Groups.Union(groups, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        var providers = new Dictionary<string, string>(pages.Value.IdentityProviders, StringComparer.Ordinal);
        foreach (var exemption in Policy.Exemptions)
            providers.TryAdd(exemption.Provider, exemption.Provider);

        Providers = providers;
    }
}
