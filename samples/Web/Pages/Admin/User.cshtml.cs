using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using TwoFactor;

namespace WebSample.Pages.Admin;

/// <summary>One user: the state of the second factor, and help for a user who lost the phone.</summary>
public sealed class UserModel(
    IUserDirectory directory,
    IEnrollmentService enrollment,
    IResetService resets,
    IAuditService audit
) : AppPage
{
    private const int ShownEvents = 15;

    public DirectoryUser? Who { get; private set; }

    public TwoFactorStatus? Status { get; private set; }

    public IReadOnlyList<AuditEvent> Events { get; private set; } = [];

    public string? TemporaryCode { get; private set; }

    public DateTimeOffset? TemporaryCodeExpiresAt { get; private set; }

    public Task<IActionResult> OnGetAsync(string id) => ShowAsync(id);

    public async Task<IActionResult> OnPostResetAsync(string id, string? reason)
    {
        if (Request(id, reason) is not { } request)
            return await ShowAsync(id);

        var result = await resets.ResetAsync(request, HttpContext.RequestAborted);
        if (result.Succeeded)
        {
            Notice = T["The second factor was reset."];
            return RedirectToPage(new { id });
        }

        Problem = Say(result.Outcome);
        return await ShowAsync(id);
    }

    public async Task<IActionResult> OnPostTemporaryCodeAsync(string id, string? reason)
    {
        if (Request(id, reason) is not { } request)
            return await ShowAsync(id);

        var result = await resets.IssueTemporaryCodeAsync(request, cancellationToken: HttpContext.RequestAborted);
        if (result.Succeeded)
            (TemporaryCode, TemporaryCodeExpiresAt) = (result.Code, result.ExpiresAt);
        else
            Problem = Say(result.Outcome, message: result.Message);

        return await ShowAsync(id);
    }

    private new ResetRequest? Request(string id, string? reason)
    {
        if (!string.IsNullOrWhiteSpace(reason) && reason.Length <= ResetRequest.MaxReasonLength)
            return new()
            {
                UserId = id,
                Actor = User.FindFirstValue(ClaimTypes.NameIdentifier)!,
                Reason = reason,
            };

        Problem = T["A reason is asked for."];
        return null;
    }

    private async Task<IActionResult> ShowAsync(string id)
    {
        if (await directory.FindAsync(id, HttpContext.RequestAborted) is not { } user)
            return NotFound();

        Who = user;
        Status = await enrollment.GetStatusAsync(user.UserId, HttpContext.RequestAborted);
        Events = (
            await audit.ReadNewestAsync(
                new AuditQuery { UserId = user.UserId, Take = ShownEvents },
                HttpContext.RequestAborted
            )
        ).Events;
        return Page();
    }
}
