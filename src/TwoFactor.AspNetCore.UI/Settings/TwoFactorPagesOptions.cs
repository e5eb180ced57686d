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
    /// The layout that the pages stand in, e.g. <c>_Layout</c> for the host's own. Default: null, which means the
    /// layout of the package.
    /// </summary>
    public string? Layout { get; set; }

    /// <summary>
    /// Style sheets of the host that the package's layout names after its own, e.g. <c>/site.css</c>; paths of this
    /// app. Default: none.
    /// </summary>
    public IList<string> StyleSheets { get; set; } = [];

    /// <summary>
    /// The languages that users may choose, by the names of their cultures. Default: empty, which means the cultures of
    /// the host's <c>UseRequestLocalization</c>, or all languages of the package where the host has none.
    /// </summary>
    public IList<string> Languages { get; set; } = [];

    /// <summary>
    /// A class with resources of the host (<c>AddLocalization()</c>). Texts that are found there take the place of the
    /// package's. Default: null.
    /// </summary>
    public Type? Texts { get; set; }

    /// <summary>
    /// The time zone in which times are written for a request. Default: null, which means UTC; with JavaScript the
    /// browser's own time zone is used.
    /// </summary>
    public Func<HttpContext, TimeZoneInfo>? TimeZone { get; set; }

    /// <summary>
    /// Checks the password of the signed-in user again, before a change. It must count failures, as
    /// <c>SignInManager.CheckPasswordSignInAsync</c> does. Default: null: the user is sent to the host's sign-in
    /// instead.
    /// </summary>
    public Func<HttpContext, string, ValueTask<bool>>? CheckPassword { get; set; }

    /// <summary>
    /// The host's authorization policy for those who find users, see them, reset them and issue temporary codes.
    /// Default: null, which means <see cref="AdministratorPolicy"/>; where both are null these pages do not exist. A
    /// second factor within <see cref="TwoFactorHttpOptions.AdminMaxAge"/> is required as well.
    /// </summary>
    public string? HelpDeskPolicy { get; set; }

    /// <summary>
    /// The host's authorization policy for those who change the policy, read the audit trail and the adoption, and
    /// purge. Default: null: these pages do not exist. A second factor within
    /// <see cref="TwoFactorHttpOptions.AdminMaxAge"/> is required as well.
    /// </summary>
    public string? AdministratorPolicy { get; set; }

    /// <summary>
    /// The identity providers that a policy may exempt, with their names for people, e.g. <c>google</c> and
    /// <c>Google</c>. Default: none.
    /// </summary>
    public IDictionary<string, string> IdentityProviders { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Methods that the pages do not offer, e.g. <c>sms</c>. Default: none, so users are offered all that are
    /// registered.
    /// </summary>
    public IList<string> HiddenMethods { get; } = [];

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
