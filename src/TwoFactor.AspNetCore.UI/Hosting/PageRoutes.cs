using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The paths of the pages, under the prefix, and who may open them. The path of the file decides, not its content. So a
/// page of the host that replaces one at the same path has the same address and the same protection.
/// </summary>
internal sealed class PageRoutes(IOptions<TwoFactorPagesOptions> pages, IOptions<TwoFactorHttpOptions> http)
    : IPageRouteModelConvention,
        IPageApplicationModelConvention
{
    public const string Area = "TwoFactor";
    public const string StepUp = "step-up";

    private static readonly Dictionary<string, (string Route, Audience Audience)> s_pages = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["Index"] = ("", Audience.User),
        ["SecondFactor"] = ("sign-in", Audience.Anyone),
        ["Locked"] = ("locked", Audience.Anyone),
        ["Enroll"] = ("required", Audience.Anyone),
        ["Grace"] = ("grace", Audience.Anyone),
        ["SetUp"] = ("set-up", Audience.User),
        ["Method"] = ("set-up/{method}", Audience.Anyone),
        ["RecoveryCodes"] = ("recovery-codes", Audience.User),
        ["NewCodes"] = ("recovery-codes/new", Audience.User),
        ["Remove"] = ("remove", Audience.User),
        ["Password"] = ("password", Audience.User),
        ["StepUp"] = (StepUp, Audience.User),
        ["NotMe"] = ("not-me", Audience.Anyone),
        ["Language"] = ("language", Audience.Anyone),
        ["Admin/Users"] = ("admin/users", Audience.HelpDesk),
        ["Admin/User"] = ("admin/user", Audience.HelpDesk),
        ["Admin/Reset"] = ("admin/reset", Audience.HelpDesk),
        ["Admin/Policy"] = ("admin", Audience.Administrator),
        ["Admin/Adoption"] = ("admin/adoption", Audience.Administrator),
        ["Admin/Audit"] = ("admin/audit", Audience.Administrator),
        ["Admin/Purge"] = ("admin/purge", Audience.Administrator),
    };

    public void Apply(PageRouteModel model)
    {
        if (Find(model.AreaName, model.ViewEnginePath) is not { } page)
            return;

        foreach (var selector in model.Selectors.Skip(1).ToList())
            model.Selectors.Remove(selector);

        if (PolicyOf(page.Audience) is null && page.Audience is Audience.HelpDesk or Audience.Administrator)
            model.Selectors.Clear();
        else
            model.Selectors[0].AttributeRouteModel = new AttributeRouteModel
            {
                Template = pages.Value.Path(page.Route).TrimStart('/'),
            };
    }

    public void Apply(PageApplicationModel model)
    {
        if (Find(model.AreaName, model.ViewEnginePath) is not { } page)
            return;

        model.Filters.Add(new PageCulture());
        model.Filters.Add(new NotPlain());
        if (page.Audience == Audience.Anyone)
        {
            model.EndpointMetadata.Add(new AllowAnonymousAttribute());
            return;
        }

        model.EndpointMetadata.Add(
            PolicyOf(page.Audience) is { } policy ? new AuthorizeAttribute(policy) : new AuthorizeAttribute()
        );
        if (page.Audience is Audience.HelpDesk or Audience.Administrator)
            model.EndpointMetadata.Add(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .AddRequirements(new TwoFactorRequirement(http.Value.AdminMaxAge))
                    .Build()
            );
    }

    private string? PolicyOf(Audience audience) =>
        audience switch
        {
            Audience.HelpDesk => pages.Value.HelpDesk,
            Audience.Administrator => pages.Value.AdministratorPolicy,
            _ => null,
        };

    private static (string Route, Audience Audience)? Find(string? area, string path) =>
        area == Area && s_pages.TryGetValue(path.TrimStart('/'), out var page) ? page : null;

    private enum Audience
    {
        /// <summary>The page itself asks who it is: a half signed-in user, or whoever.</summary>
        Anyone,
        User,
        HelpDesk,
        Administrator,
    }
}
