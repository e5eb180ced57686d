using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The base class of the pages: the return URL, and messages for the user.</summary>
public abstract class TwoFactorPage : PageModel
{
    /// <summary>The page to go to afterwards; only pages of this app are allowed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What went wrong, for the user; null if nothing did.</summary>
    public string? Problem { get; protected set; }

    /// <summary>
    /// A message for the user that is kept over one redirect, also to a page of the host: <c>TempData["Notice"]</c>.
    /// </summary>
    [TempData]
    public string? Notice { get; set; }

    /// <summary>
    /// <see cref="Problem"/> across the redirect that follows a refused code: who then loads the page again does not
    /// send the code again, which would cost another attempt.
    /// </summary>
    [TempData]
    public string? Refusal { get; set; }

    private protected TwoFactorTexts T => Get<TwoFactorTexts>();

    private protected PageKeeping Keeping => Get<PageKeeping>();

    private protected DateTimeOffset Now => Get<TimeProvider>().GetUtcNow();

    /// <summary>
    /// The return URL if it is a path of this app. Otherwise <paramref name="otherwise"/>, or the start page.
    /// </summary>
    /// <param name="otherwise">A path of this app.</param>
    public string Next(string? otherwise = null) =>
        RedirectHttpResult.IsLocalUrl(ReturnUrl) ? ReturnUrl! : otherwise ?? Url.Content("~/");

    /// <summary>Seconds until a time; null if it has passed.</summary>
    /// <param name="time">The time, or null.</param>
    public int? SecondsUntil(DateTimeOffset? time) =>
        time - Now is { } wait && wait > TimeSpan.Zero ? (int)Math.Ceiling(wait.TotalSeconds) : null;

    /// <summary>The name of a factor, for its own user.</summary>
    /// <param name="factor">The factor.</param>
    public string FactorName(FactorInfo factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return Label(factor.Name == factor.Method ? T.Method(factor.Method) : factor.Name, factor.Destination);
    }

    private protected IActionResult GoOn(string? otherwise = null) => LocalRedirect(Next(otherwise));

    private protected string Profile => Url.Page("/Index", new { area = PageRoutes.Area })!;

    /// <summary>Sends to the host's sign-in, from where the user returns to a page of this app.</summary>
    private protected ChallengeResult SignInAgain(string? returnUrl) =>
        Challenge(
            new AuthenticationProperties
            {
                RedirectUri = RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl : Url.Content("~/"),
            }
        );

    /// <summary>Sends to the page that says for how long the account is locked.</summary>
    private protected RedirectToPageResult Locked(TimeSpan? wait) =>
        RedirectToPage(
            "/Locked",
            new { ReturnUrl, until = (Now + wait)?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) }
        );

    /// <summary>This page itself, to return to after a proof.</summary>
    private protected string Here => $"{Request.PathBase}{Request.Path}{Request.QueryString}";

    private protected string Say(
        TwoFactorOutcome outcome,
        TimeSpan? wait = null,
        int? attemptsLeft = null,
        string? message = null
    ) =>
        outcome switch
        {
            TwoFactorOutcome.InvalidCode when attemptsLeft == 1 => T["The code is wrong. 1 attempt left."],
            TwoFactorOutcome.InvalidCode when attemptsLeft is { } left => T[
                "The code is wrong. {0} attempts left.",
                left
            ],
            TwoFactorOutcome.InvalidCode => T["The code is wrong."],
            TwoFactorOutcome.CodeUsed => T["This code was used already. Wait for the next one."],
            TwoFactorOutcome.Expired => T["It has expired. Begin again."],
            TwoFactorOutcome.Locked when wait is { } time => T[
                "Too many failed attempts. Try again in {0}.",
                T.Duration(time)
            ],
            TwoFactorOutcome.Locked => T["Too many failed attempts. Ask an administrator to reset your second factor."],
            TwoFactorOutcome.Throttled when wait is { } time => T["Too soon. Try again in {0}.", T.Duration(time)],
            TwoFactorOutcome.Throttled => T["Too much at once. Try again."],
            TwoFactorOutcome.NotEnrolled => T["There is no second factor."],
            TwoFactorOutcome.ReauthenticationRequired => T["Please sign in again first."],
            TwoFactorOutcome.NotFound => T["It is not there any more."],
            TwoFactorOutcome.InvalidInput => message is null ? T["This cannot be used."] : T[message],
            TwoFactorOutcome.LimitReached => T["You have as many methods as are allowed."],
            TwoFactorOutcome.RequiredByPolicy => T[
                "A second factor is required of you, so the last one cannot be removed."
            ],
            TwoFactorOutcome.SelfServiceDenied => T["Administrators cannot do this to themselves."],
            TwoFactorOutcome.Conflict => T["Somebody else changed it in the meantime. Look at it again."],
            TwoFactorOutcome.AdministratorCodeRequired => T[
                "An administrator has to give you a temporary code for this. Type it below."
            ],
            TwoFactorOutcome.PhishingResistantRequired => T[
                "Your account needs a method that resists phishing, such as a passkey, before you can go on."
            ],
            _ => "",
        };

    /// <summary>For a query: what is false is left out.</summary>
    private protected static bool? IfTrue(bool value) => value ? true : null;

    private protected TService Get<TService>()
        where TService : notnull => HttpContext.RequestServices.GetRequiredService<TService>();

    internal static string Label(string name, string? destination) =>
        destination is null ? name : $"{name} {destination}";
}
