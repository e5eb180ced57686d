using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Sets up a method: asks for its data, then for its first code. The partial <c>_SetUp.{method}</c> asks for the data
/// in fields named <c>input.…</c> and posts to the handler <c>Begin</c>; <c>_Confirm.{method}</c> asks for the code. A
/// method without partials of its own gets <c>_SetUp</c> and <c>_Confirm</c>, which fit methods that send codes to an
/// address.
/// </summary>
/// <param name="qr">Draws the QR code.</param>
public sealed class MethodModel(IQrRenderer qr) : TwoFactorPage
{
    private const string InputPrefix = "input.";
    private const int KeyGroup = 4;

    private Enroller _enroller = null!;

    /// <summary>The method.</summary>
    [BindProperty(SupportsGet = true)]
    public string Method { get; set; } = "";

    /// <summary>What the library says of the method.</summary>
    public FactorMethodInfo? Info { get; private set; }

    /// <summary>The factor that waits for its first code; null before that.</summary>
    public PendingSetUp? Pending { get; private set; }

    /// <summary>How many digits its codes have; null if it is not known.</summary>
    public int? CodeDigits { get; private set; }

    /// <summary>Whether the policy demands it at sign-in.</summary>
    public bool IsSigningIn => _enroller.IsSigningIn;

    /// <summary>Whether an administrator's temporary code is needed.</summary>
    public bool NeedsAdministratorCode { get; private set; }

    /// <summary>The name of the factor, as typed.</summary>
    public string? FactorLabel { get; private set; }

    /// <summary>The QR code as a picture in the page; null for other methods, and for a key that is too long.</summary>
    public string? QrCode =>
        Pending?.Uri is { } uri
            ? $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(qr.RenderSvg(uri)))}"
            : null;

    /// <summary>The key in groups of four, for typing by hand.</summary>
    public string? Key =>
        Pending?.Secret is { } secret ? string.Join(' ', secret.Chunk(KeyGroup).Select(c => new string(c))) : null;

    /// <summary>What was typed into a field, to show it again.</summary>
    /// <param name="name">The name without <c>input.</c></param>
    public string? Input(string name) =>
        Request.HasFormContentType ? Request.Form[InputPrefix + name].ToString() : null;

    /// <summary>Finds the user, and the proof that a change needs.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">The handler.</param>
    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (await Enroller.FindAsync(HttpContext) is not { } enroller)
        {
            context.Result = SignInAgain(Here);
            return;
        }

        Info = enroller.Methods.FirstOrDefault(m => m.Name == Method);
        if (Info is null)
            context.Result = NotFound();
        else if (await enroller.MissingProofAsync() is { } page)
            context.Result = RedirectToPage(page, new { ReturnUrl = $"{Request.PathBase}{Request.Path}" });
        else
        {
            _enroller = enroller;
            await next();
        }
    }

    /// <summary>Shows the form, or what waits for its first code.</summary>
    public async Task OnGetAsync()
    {
        Problem = Refusal;
        await FindPendingAsync();
    }

    /// <summary>Begins.</summary>
    /// <param name="name">What the user calls it, or null.</param>
    /// <param name="administratorCode">The temporary code of an administrator, where it is needed.</param>
    public async Task<IActionResult> OnPostBeginAsync(string? name, string? administratorCode)
    {
        FactorLabel = name;
        var input = Request
            .Form.Where(f => f.Key.StartsWith(InputPrefix, StringComparison.Ordinal))
            .ToDictionary(f => f.Key[InputPrefix.Length..], f => f.Value.ToString(), StringComparer.Ordinal);
        var result = await _enroller.EnrollAsync(
            Method,
            string.IsNullOrWhiteSpace(name) ? null : name.Trim(),
            input,
            string.IsNullOrWhiteSpace(administratorCode) ? null : administratorCode
        );
        if (result.Succeeded)
            return Show(PendingSetUp.Of(Method, result));

        if (result.Outcome == TwoFactorOutcome.Locked)
            return Locked(result.RetryAfter);

        NeedsAdministratorCode =
            administratorCode is not null || result.Outcome == TwoFactorOutcome.AdministratorCodeRequired;
        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);
        return Page();
    }

    /// <summary>Sends the code again.</summary>
    /// <param name="factorId">The pending factor.</param>
    public async Task<IActionResult> OnPostResendAsync(string? factorId)
    {
        var result = await _enroller.ResendAsync(factorId ?? "");
        if (result.Succeeded)
            return Show(
                new PendingSetUp
                {
                    Method = Method,
                    FactorId = factorId!,
                    Destination = result.Destination,
                    ResendAt = result.ResendAt,
                    IsUndelivered = result.Delivery?.Status == FactorDeliveryStatus.Rejected,
                }
            );

        Problem = Say(result.Outcome, result.RetryAfter);
        if (result.Outcome is not (TwoFactorOutcome.Expired or TwoFactorOutcome.NotFound))
            await FindPendingAsync();

        return Page();
    }

    /// <summary>Takes the first code.</summary>
    /// <param name="factorId">The pending factor.</param>
    /// <param name="code">The code as typed.</param>
    public async Task<IActionResult> OnPostConfirmAsync(string? factorId, string? code)
    {
        var result = await _enroller.ConfirmAsync(factorId ?? "", code ?? "");
        if (result.Succeeded)
            return await DoneAsync(result);

        var isDropped = result.AttemptsLeft == 0;
        if (isDropped || result.Outcome is TwoFactorOutcome.Expired or TwoFactorOutcome.NotFound)
            Keeping.Drop(HttpContext, PendingSetUp.Kind);

        Refusal = isDropped
            ? T["Too many wrong codes. Begin again."]
            : Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
        return RedirectToPage(new { Method, ReturnUrl });
    }

    /// <summary>Forgets what waits, so that the user can type another number or make another key.</summary>
    public IActionResult OnPostAgain()
    {
        // The record keeps the pending factor until it expires or another one replaces it. So the user is told that it
        // is over.
        Keeping.Keep(
            HttpContext,
            PendingSetUp.Kind,
            _enroller.UserId,
            new PendingSetUp { Method = Method, FactorId = "" },
            PendingSetUp.Lifetime
        );
        return RedirectToPage(new { Method, ReturnUrl });
    }

    private RedirectToPageResult Show(PendingSetUp pending)
    {
        Keeping.Keep(HttpContext, PendingSetUp.Kind, _enroller.UserId, pending, PendingSetUp.Lifetime);
        return RedirectToPage(new { Method, ReturnUrl });
    }

    private async Task<IActionResult> DoneAsync(ConfirmationResult result)
    {
        Keeping.Drop(HttpContext, PendingSetUp.Kind);
        var next = _enroller.IsSigningIn ? Next() : Next(Profile);
        Notice = result.RecoveryCodes is null ? T["The method is on."] : T["Two-factor authentication is on."];
        if (result.RecoveryCodes is not { } codes)
            return LocalRedirect(next);

        await RecoveryCodeList.KeepAsync(HttpContext, _enroller.UserId, codes, next);
        return RedirectToPage("/RecoveryCodes");
    }

    private async Task FindPendingAsync()
    {
        var kept = Keeping.Read<PendingSetUp>(HttpContext, PendingSetUp.Kind, _enroller.UserId);
        if (kept is { FactorId.Length: 0 } && kept.Method == Method)
            return;

        // It may have been confirmed in another browser: the key of an active factor is never shown again.
        var status = await Get<IEnrollmentService>().GetStatusAsync(_enroller.UserId, HttpContext.RequestAborted);
        var waiting = status.Factors.Where(f => f.Status == FactorStatus.Pending).ToList();
        Pending =
            kept?.Method == Method && waiting.Exists(f => f.FactorId == kept.FactorId)
                ? kept
                : await _enroller.FindPendingAsync(Method);
        CodeDigits = waiting.Find(f => f.FactorId == Pending?.FactorId)?.CodeDigits;
    }
}
