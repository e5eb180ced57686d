using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using TwoFactor;

namespace WebSample.Pages.SetUp;

public sealed class TotpModel(IQrRenderer qr, IDataProtectionProvider protection) : SetUpPage
{
    private readonly IDataProtector _protector = protection.CreateProtector("SetUp.Totp");

    /// <summary>The QR code as a picture in the page.</summary>
    public string? QrCode { get; private set; }

    /// <summary>The key in groups of four, for typing by hand.</summary>
    public string? Secret { get; private set; }

    /// <summary>
    /// What the page showed, encrypted, so that it can show the same after a wrong code. Only this page uses it.
    /// </summary>
    public string? View { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostBeginAsync(string? name)
    {
        var result = await Enroller.EnrollAsync(FactorMethodNames.Totp, string.IsNullOrWhiteSpace(name) ? null : name);
        if (result.Succeeded)
            Show(result.FactorId!, result.Uri!, result.Secret!);
        else
            Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);

        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string factorId, string? code, string? view)
    {
        var answer = await ConfirmAsync(factorId, code);
        if (FactorId is not null && Codes is null && view is not null)
            ShowAgain(factorId, view);

        return answer;
    }

    private void ShowAgain(string factorId, string view)
    {
        try
        {
            var parts = _protector.Unprotect(view).Split('\n');
            if (parts is [var id, var uri, var secret] && id == factorId)
                Show(id, uri, secret);
        }
        catch (CryptographicException)
        {
            // The code can still be entered, but the picture is not shown again.
        }
    }

    private void Show(string factorId, string uri, string secret)
    {
        FactorId = factorId;
        QrCode = $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(qr.RenderSvg(uri)))}";
        Secret = string.Join(' ', secret.Chunk(4).Select(c => new string(c)));
        View = _protector.Protect($"{factorId}\n{uri}\n{secret}");
    }
}
