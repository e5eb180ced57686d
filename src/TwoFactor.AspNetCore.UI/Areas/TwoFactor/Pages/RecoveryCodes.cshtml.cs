using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Shows recovery codes until the user confirms to have kept them: also after a reload, in another tab and in another
/// language. Until then they are encrypted in a cookie of this browser; then they are deleted.
/// </summary>
/// <param name="pages">The settings of the pages.</param>
/// <param name="core">The settings of the core.</param>
public sealed class RecoveryCodesModel(IOptions<TwoFactorPagesOptions> pages, IOptions<TwoFactorOptions> core)
    : TwoFactorPage
{
    private string Brand => pages.Value.Brand ?? core.Value.Issuer;

    /// <summary>The codes; empty if they were put away.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    /// <summary>What they are for, for whoever finds them on paper or in a file: the app and the day.</summary>
    public string Source => $"{Brand} · {Now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The codes as a file that the browser can save without another request.</summary>
    public string Download =>
        $"data:text/plain;charset=utf-8,{Uri.EscapeDataString($"{Source}\n{T["Your recovery codes"]}\n\n{string.Join("\n", Codes)}\n")}";

    /// <summary>A name for that file.</summary>
    public string FileName => $"{FileNames.Of(Brand)}recovery-codes.txt";

    /// <summary>Shows the codes.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        if (await RecoveryCodeList.FindAsync(HttpContext, session.UserId) is not { } kept)
            return Page();

        // A trusted device, or a session that was left open, must not show what replaces the second factor.
        if (!session.IsSecondFactorFresh)
            return RedirectToPage("/StepUp", new { ReturnUrl = Here });

        Codes = kept.Codes;
        return Page();
    }

    /// <summary>Puts them away.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Profile);

        var kept = Keeping.Read<RecoveryCodeList>(HttpContext, RecoveryCodeList.Kind, session.UserId);
        Keeping.Drop(HttpContext, RecoveryCodeList.Kind);
        return LocalRedirect(kept?.Next ?? Profile);
    }
}
