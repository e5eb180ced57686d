using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.AspNetCore;

/// <summary>The endpoints for the audit trail and for figures over all users.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group
            .MapGet("/audit", AuditAsync)
            .Describe("TwoFactorAudit", "The audit trail, newest first.")
            .Answers<AuditAnswer>(200)
            .Refuses(400, 404);
        group
            .MapGet("/report", ReportAsync)
            .Describe("TwoFactorReport", "Figures over all users.")
            .Answers<TwoFactorReport>(200);
    }

    private static async Task<IResult> AuditAsync(
        HttpContext context,
        IAuditService audit,
        UserListing listing,
        string? user,
        string? type,
        string? after,
        string? take
    )
    {
        if (PageSize.Of(take) is not { } count)
            return PageSize.Problem;

        var before = after is null ? null : AuditCursor.Parse(after);
        if (after is not null && before is null)
            return Problems.Of(TwoFactorOutcome.InvalidInput, message: "after is not a 'next' of an earlier answer.");

        var trail = string.IsNullOrEmpty(user)
            ? user
            : await listing.ResolveAsync(user, context.RequestAborted).ConfigureAwait(false) ?? user;
        var page = await audit
            .ReadNewestAsync(
                new AuditQuery
                {
                    UserId = trail,
                    Type = type,
                    Before = before,
                    Take = count,
                },
                context.RequestAborted
            )
            .ConfigureAwait(false);
        return JsonAnswer.Of(
            new AuditAnswer(
                [.. page.Events.Select(EventAnswer.Of)],
                page.Next is { } next ? AuditCursor.Format(next) : null
            ),
            AdminJson.Default.AuditAnswer
        );
    }

    private static async Task<IResult> ReportAsync(HttpContext context, IAdministrationService administration) =>
        JsonAnswer.Of(
            await administration.ReportAsync(context.RequestAborted).ConfigureAwait(false),
            AdminJson.Default.TwoFactorReport
        );
}
