using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The settings of the pages. They are validated when the host starts.</summary>
public sealed class TwoFactorPagesOptions
{
    /// <summary>
    /// The path under which the pages are. Default: <c>/security</c>. It must not be a prefix of the endpoints of
    /// <c>MapTwoFactor</c>.
    /// </summary>
    public string Prefix { get; set; } = "/security";

    /// <summary>
    /// The name of the app at the top of the pages. Default: null, which means <see cref="TwoFactorOptions.Issuer"/>.
    /// </summary>
    public string? Brand { get; set; }

    /// <summary>
    /// The layout of the pages, e.g. <c>_Layout</c> for the host's own. Default: null, which means the layout of the
    /// package.
    /// </summary>
    public string? Layout { get; set; }

    /// <summary>
    /// Style sheets of the host, as paths of this app, e.g. <c>/site.css</c>. The layout of the package links them
    /// after its own. Default: none.
    /// </summary>
    public IList<string> StyleSheets { get; set; } = [];

    /// <summary>
    /// The languages that users may choose, by the names of their cultures. Default: empty, which means the cultures of
    /// the host's <c>UseRequestLocalization</c>, or all languages of the package if the host has none.
    /// </summary>
    public IList<string> Languages { get; set; } = [];

    /// <summary>
    /// A resource class of the host (<c>AddLocalization()</c>). Its texts replace those of the package. The key is the
    /// English text. Default: null.
    /// </summary>
    public Type? Texts { get; set; }

    /// <summary>
    /// Gives the time zone for the times on a page. Default: null, which means UTC. With JavaScript, the browser shows
    /// times in its own time zone.
    /// </summary>
    public Func<HttpContext, TimeZoneInfo>? TimeZone { get; set; }

    /// <summary>
    /// Checks the password of the signed-in user again, before a change. It must count failures, as
    /// <c>SignInManager.CheckPasswordSignInAsync</c> does; the page asks it ten times in ten minutes at most. Default:
    /// null, which means that the user is redirected to the host's sign-in.
    /// </summary>
    public Func<HttpContext, string, ValueTask<bool>>? CheckPassword { get; set; }

    /// <summary>
    /// The host's authorization policy for the help desk: who may find, see and reset users, and issue temporary codes.
    /// Default: null, which means <see cref="AdministratorPolicy"/>. If both are null, these pages do not exist. They
    /// also require a second factor within <see cref="TwoFactorHttpOptions.AdminMaxAge"/>.
    /// </summary>
    public string? HelpDeskPolicy { get; set; }

    /// <summary>
    /// The host's authorization policy for administrators: who may change the requirement policy, read the audit trail
    /// and the adoption, and purge. Default: null, which means that these pages do not exist. They also require a
    /// second factor within <see cref="TwoFactorHttpOptions.AdminMaxAge"/>.
    /// </summary>
    public string? AdministratorPolicy { get; set; }

    /// <summary>
    /// The identity providers that a policy may exempt: the name that sign-ins and the policy use, and the name that
    /// people see, e.g. <c>google</c> and <c>Google</c>. Default: none.
    /// </summary>
    public IDictionary<string, string> IdentityProviders { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Methods that the pages do not offer, e.g. <c>sms</c>. Default: none, which means that all registered methods are
    /// offered.
    /// </summary>
    public IList<string> HiddenMethods { get; } = [];

    /// <summary>
    /// The path of the package's style sheet in this app, for what cannot have its layout, e.g. components. It changes
    /// with the content of the style sheet.
    /// </summary>
    public string StyleSheetPath => Path(PageAssets.PathOf("two-factor.css"));

    internal string? HelpDesk => HelpDeskPolicy ?? AdministratorPolicy;

    internal string Path(string page) => page.Length == 0 ? Prefix : $"{Prefix}/{page}";

    internal IEnumerable<string> Problems()
    {
        if (!Prefix.StartsWith('/') || Prefix.EndsWith('/') || Prefix.Contains("//", StringComparison.Ordinal))
            yield return $"TwoFactorPagesOptions.Prefix is '{Prefix}'. Set it to a path of this app that "
                + "ends without a slash, e.g. /security.";

        foreach (
            var sheet in StyleSheets.Where(s => !s.StartsWith('/') || s.StartsWith("//", StringComparison.Ordinal))
        )
            yield return $"TwoFactorPagesOptions.StyleSheets names '{sheet}'. Name paths of this app, e.g. /site.css.";
    }
}
