using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Says how long an account is locked, and counts down. The browser reloads the page by itself, so no script is needed.
/// The time comes from the query string and is only shown; nothing depends on it.
/// </summary>
public sealed class LockedModel : TwoFactorPage
{
    private const int Step = 20;

    /// <summary>When the lock ends, in seconds since 1970; null if nobody knows.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Until { get; set; }

    /// <summary>Whether the page was loaded again by itself: a screen reader has told it already.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Seen { get; set; }

    /// <summary>How long the lock still lasts; null if it is over, or if nobody knows.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>Whether the lock is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Shows the time that is left.</summary>
    public void OnGet()
    {
        if (Until is not { } until || until < 0 || until > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return;

        var wait = DateTimeOffset.FromUnixTimeSeconds(until) - Now;
        IsOver = wait <= TimeSpan.Zero;
        if (IsOver)
            return;

        Wait = wait;
        var seconds = Math.Min(Step, (int)Math.Ceiling(wait.TotalSeconds));
        Response.Headers["Refresh"] = string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds};url={Url.Page("/Locked", new { ReturnUrl, until, seen = true })}"
        );
    }

    /// <summary>Goes on: to the page that asked, for a user who is signed in, else to the sign-in.</summary>
    public async Task<IActionResult> OnPostAsync() =>
        await HttpContext.GetTwoFactorSessionAsync() is null ? SignInAgain(ReturnUrl) : GoOn(Profile);
}
