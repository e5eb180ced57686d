using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using TwoFactor;

namespace WebSample.Pages.SetUp;

public sealed class SmsModel(IOptions<SmsOptions> options) : SetUpPage
{
    /// <summary>The regions that messages may be sent to, with names in the reader's language.</summary>
    public IReadOnlyList<(string Code, string Name, int CallingCode)> Regions { get; } =
    [
        .. PhoneRegions
            .All.Where(r =>
                options.Value.Regions.Contains(r.Code, StringComparer.OrdinalIgnoreCase)
                || options.Value.Regions.Contains(SmsOptions.AllRegions, StringComparer.OrdinalIgnoreCase)
            )
            .Select(r => (r.Code, Name: r.NameIn(CultureInfo.CurrentUICulture), r.CallingCode))
            .OrderBy(r => r.Name, StringComparer.CurrentCulture),
    ];

    public string? Region { get; private set; }

    public string? PhoneNumber { get; private set; }

    public string? Sent { get; private set; }

    public DateTimeOffset? ResendAt { get; private set; }

    public void OnGet() => Region = RegionOfReader();

    public async Task<IActionResult> OnPostSendAsync(string? region, string? phoneNumber, string? name)
    {
        (Region, PhoneNumber, FactorLabel) = (region, phoneNumber, name);
        var input = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SmsInput.Region] = region ?? "",
            [SmsInput.PhoneNumber] = phoneNumber ?? "",
        };
        var result = await Enroller.EnrollAsync(SmsFactor.Method, string.IsNullOrWhiteSpace(name) ? null : name, input);
        if (result.Succeeded)
            ShowSent(result.FactorId!, result.Destination, result.ResendAt, result.Delivery);
        else
            Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);

        return Page();
    }

    public async Task<IActionResult> OnPostResendAsync(string factorId)
    {
        var result = await Enroller.ResendAsync(factorId);
        if (result.Succeeded)
            ShowSent(factorId, result.Destination, result.ResendAt, result.Delivery);
        else
        {
            Problem = Say(result.Outcome, result.RetryAfter);
            FactorId = result.Outcome is TwoFactorOutcome.Expired or TwoFactorOutcome.NotFound ? null : factorId;
            Region = RegionOfReader();
        }

        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string factorId, string? code)
    {
        Region = RegionOfReader();
        return await ConfirmAsync(factorId, code);
    }

    private void ShowSent(string factorId, string? destination, DateTimeOffset? resendAt, FactorDelivery? delivery)
    {
        (FactorId, ResendAt) = (factorId, resendAt);
        if (delivery?.Status == FactorDeliveryStatus.Rejected)
            Problem = T["The message could not be sent. Check the number, or use an authenticator app."];
        else
            Sent = T["A code was sent to {0}.", destination ?? ""];
    }

    // The region of the browser's language, e.g. Japan for Japanese.
    private string RegionOfReader()
    {
        var languages = Request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.Value ?? "")
            .Prepend(CultureInfo.CurrentUICulture.Name);
        foreach (var language in languages)
        {
            var region =
                language.Contains('-', StringComparison.Ordinal) ? language.Split('-')[^1].ToUpperInvariant()
                : language is "ja" ? "JP"
                : null;
            if (Regions.Any(r => r.Code == region))
                return region!;
        }

        return Regions.Any(r => r.Code == "JP") ? "JP" : Regions[0].Code;
    }
}
