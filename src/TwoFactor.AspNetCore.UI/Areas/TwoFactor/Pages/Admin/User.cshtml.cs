using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>One user: the state of the second factor, and help for a user who left the phone at home.</summary>
/// <param name="directory">The host's users.</param>
/// <param name="enrollment">The state of the second factor.</param>
/// <param name="resets">Temporary codes.</param>
/// <param name="audit">The history.</param>
public sealed class UserModel(
    IUserDirectory directory,
    IEnrollmentService enrollment,
    IResetService resets,
    IAuditService audit
) : TwoFactorPage
{
    private const string Kind = "temporary";
    private const int ShownEvents = 15;

    private static readonly TimeSpan s_shown = TimeSpan.FromMinutes(5);

    /// <summary>The user.</summary>
    public DirectoryUser? Who { get; private set; }

    /// <summary>The state of the second factor.</summary>
    public TwoFactorStatus? Status { get; private set; }

    /// <summary>The newest events.</summary>
    public IReadOnlyList<AuditEvent> Events { get; private set; } = [];

    /// <summary>The temporary code that was just issued; null if none was.</summary>
    public string? TemporaryCode { get; private set; }

    /// <summary>Until when it works.</summary>
    public DateTimeOffset? TemporaryCodeExpiresAt { get; private set; }

    /// <summary>Shows the user.</summary>
    /// <param name="id">The user's id.</param>
    public async Task<IActionResult> OnGetAsync(string? id)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        // Kept only for this redirect. It is not shown on the page of another user, or later.
        if (Keeping.Read<IssuedCode>(HttpContext, Kind, session.UserId) is { } issued && issued.UserId == id)
            (TemporaryCode, TemporaryCodeExpiresAt) = (issued.Code, issued.ExpiresAt);

        Keeping.Drop(HttpContext, Kind);
        return await ShowAsync(id);
    }

    /// <summary>Issues a temporary code.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="reason">Why, for the audit trail.</param>
    public async Task<IActionResult> OnPostTemporaryCodeAsync(string? id, string? reason)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ResetRequest.MaxReasonLength)
            Problem = T["A reason is asked for."];
        else if (await directory.FindAsync(id ?? "", HttpContext.RequestAborted) is { } user)
        {
            var request = new ResetRequest
            {
                UserId = user.UserId,
                Actor = session.UserId,
                Reason = reason,
            };
            var result = await resets.IssueTemporaryCodeAsync(request, cancellationToken: HttpContext.RequestAborted);
            if (result.Succeeded)
            {
                var issued = new IssuedCode(user.UserId, result.Code!, result.ExpiresAt);
                Keeping.Keep(HttpContext, Kind, session.UserId, issued, s_shown);
                return RedirectToPage(new { id });
            }

            Problem = Say(result.Outcome, message: result.Message);
        }

        return await ShowAsync(id);
    }

    private async Task<IActionResult> ShowAsync(string? id)
    {
        if (id is null || await directory.FindAsync(id, HttpContext.RequestAborted) is not { } user)
            return NotFound();

        Who = user;
        Status = await enrollment.GetStatusAsync(user.UserId, HttpContext.RequestAborted);
        var query = new AuditQuery { UserId = user.UserId, Take = ShownEvents };
        Events = (await audit.ReadNewestAsync(query, HttpContext.RequestAborted)).Events;
        return Page();
    }

    private sealed record IssuedCode(string UserId, string Code, DateTimeOffset? ExpiresAt)
    {
        public override string ToString() => "a temporary code (withheld)";
    }
}
