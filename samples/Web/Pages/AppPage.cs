using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using TwoFactor;
using WebSample.Setup;

namespace WebSample.Pages;

/// <summary>The base class of the pages: the return URL, and messages for the user.</summary>
public abstract class AppPage : PageModel
{
    /// <summary>The page to go to afterwards; only pages of this app are allowed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What went wrong, for the user.</summary>
    public string? Problem { get; protected set; }

    /// <summary>A success message for the user; it survives a redirect.</summary>
    [TempData]
    public string? Notice { get; set; }

    protected IStringLocalizer T => HttpContext.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();

    protected string Next(string otherwise = "/") => RedirectHttpResult.IsLocalUrl(ReturnUrl) ? ReturnUrl! : otherwise;

    protected IActionResult GoOn(string otherwise = "/") => LocalRedirect(Next(otherwise));

    protected string Say(
        TwoFactorOutcome outcome,
        TimeSpan? wait = null,
        int? attemptsLeft = null,
        string? message = null
    ) =>
        outcome switch
        {
            TwoFactorOutcome.InvalidCode or TwoFactorOutcome.CodeUsed when attemptsLeft == 0 => Say(
                TwoFactorOutcome.Locked,
                wait
            ),
            TwoFactorOutcome.InvalidCode when attemptsLeft is { } left => T[
                "The code is wrong. {0} attempts left.",
                left
            ],
            TwoFactorOutcome.InvalidCode => T["The code is wrong."],
            TwoFactorOutcome.CodeUsed => T["This code was used already. Wait for the next one."],
            TwoFactorOutcome.Expired => T["It has expired. Begin again."],
            TwoFactorOutcome.Locked when wait is { } time => T[
                "Too many failed attempts. Try again in {0}.",
                Duration(time)
            ],
            TwoFactorOutcome.Locked => T["Too many failed attempts. Ask an administrator to reset your second factor."],
            TwoFactorOutcome.Throttled when wait is { } time => T["Too soon. Try again in {0}.", Duration(time)],
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
            _ => "",
        };

    protected string Duration(TimeSpan time)
    {
        var seconds = (int)Math.Ceiling(time.TotalSeconds);
        return seconds < 120 ? T["{0} seconds", seconds] : T["{0} minutes", (seconds + 59) / 60];
    }

    /// <summary>Seconds until a time; null if it has passed.</summary>
    public int? SecondsUntil(DateTimeOffset? time) =>
        time - HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() is { } wait
        && wait > TimeSpan.Zero
            ? (int)Math.Ceiling(wait.TotalSeconds)
            : null;

    /// <summary>A time in UTC, formatted for the reader's language.</summary>
    public static string Time(DateTimeOffset? time) =>
        time is { } at ? $"{at.UtcDateTime.ToString("g", CultureInfo.CurrentCulture)} UTC" : "–";

    /// <summary>The name of a method.</summary>
    public string MethodName(string method) =>
        method switch
        {
            FactorMethodNames.Totp => T["Authenticator app"],
            SmsFactor.Method => T["SMS"],
            FactorMethodNames.RecoveryCode => T["Recovery code"],
            FactorMethodNames.TemporaryCode => T["Temporary code"],
            _ => method,
        };

    /// <summary>The name of a factor, for a signed-in user.</summary>
    public string FactorName(FactorInfo factor) =>
        Label(factor.Name == factor.Method ? MethodName(factor.Method) : factor.Name, factor.Destination);

    protected static string Label(string name, string? destination) =>
        destination is null ? name : $"{name} {destination}";
}
