using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.AspNetCore;

/// <summary>What administrators do. The actor is who is signed in, never a value of the body.</summary>
internal static class AdminEndpoints
{
    private const int DefaultTake = 50;
    private const int MaxTake = 500;

    public static void Map(RouteGroupBuilder group)
    {
        group
            .MapGet("/policy", PolicyAsync)
            .Describe("TwoFactorPolicy", "The policy in force; the ETag is its version.")
            .Answers<PolicyAnswer>(200);
        group
            .MapPut("/policy", SetPolicyAsync)
            .Describe("TwoFactorSetPolicy", "Puts a new policy in force, if If-Match names the version in force.")
            .Takes<PolicyBody>()
            .Answers<PolicyAnswer>(200)
            .Refuses(400, 412, 428, 429);
        group
            .MapGet("/users", UsersAsync)
            .Describe("TwoFactorUsers", "Lists users, or finds one by id, user name or e-mail.")
            .Answers<UsersAnswer>(200)
            .Refuses(400);
        group
            .MapGet("/users/{id}", UserAsync)
            .Describe("TwoFactorUser", "A user's second factor.")
            .Answers<UserDetailAnswer>(200)
            .Refuses(404);
        group
            .MapPost("/users/{id}/reset", ResetAsync)
            .Describe("TwoFactorReset", "Resets a user's second factor; the next sign-in leads through enrolment.")
            .Takes<ReasonBody>()
            .Answers<ResetAnswer>(200)
            .Refuses(400, 403, 404, 409, 429);
        group
            .MapPost("/users/{id}/temporary-code", TemporaryCodeAsync)
            .Describe("TwoFactorTemporaryCode", "Issues a code that works once.")
            .Takes<TemporaryCodeBody>()
            .Answers<TemporaryCodeAnswer>(200)
            .Refuses(400, 403, 404, 409, 429);
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

    private static async Task<IResult> PolicyAsync(HttpContext context, IPolicyService policies)
    {
        var policy = await policies.GetAsync(context.RequestAborted).ConfigureAwait(false);
        return PolicyJson.Describe(context, policy);
    }

    private static async Task<IResult> SetPolicyAsync(
        HttpContext context,
        IPolicyService policies,
        PolicyNames names,
        UserFacts facts,
        TimeProvider clock,
        [FromHeader(Name = "If-Match")] string? ifMatch
    )
    {
        if (string.IsNullOrEmpty(ifMatch))
            return Problems.Of(
                StatusCodes.Status428PreconditionRequired,
                "precondition_required",
                "Send If-Match with the ETag of the policy that you saw."
            );

        var body = await JsonBody.ReadAsync(context, AdminJson.Default.PolicyBody).ConfigureAwait(false);
        var current = await policies.GetAsync(context.RequestAborted).ConfigureAwait(false);
        if (!PolicyJson.Matches(ifMatch, current.Version))
            return Problems.Of(
                StatusCodes.Status412PreconditionFailed,
                TwoFactorOutcome.Conflict.ToCode(),
                "The policy is at another version. Read it again."
            );

        var (change, problem) = PolicyJson.ToChange(body, current, Actor(context, facts), clock.GetUtcNow());
        if (change is null)
            return Problems.Of(TwoFactorOutcome.InvalidInput, message: problem);

        var result = await policies.SetAsync(change, context.RequestAborted).ConfigureAwait(false);
        return result.Outcome switch
        {
            TwoFactorOutcome.Accepted => PolicyJson.Describe(
                context,
                result.Policy,
                await names.FindUnusedAsync(result.Policy, context.RequestAborted).ConfigureAwait(false)
            ),
            TwoFactorOutcome.Conflict => Problems.Of(
                StatusCodes.Status412PreconditionFailed,
                TwoFactorOutcome.Conflict.ToCode(),
                "The policy is at another version. Read it again.",
                result.Message
            ),
            _ => Problems.Of(result.Outcome, message: result.Message),
        };
    }

    private static async Task<IResult> UsersAsync(
        HttpContext context,
        UserListing listing,
        string? enrolled,
        string? after,
        string? take,
        string? user
    )
    {
        if (user is not null)
        {
            var found = !IsId(user)
                ? null
                : await listing.ResolveAsync(user, context.RequestAborted).ConfigureAwait(false);
            return Results.Json(
                new UsersAnswer(
                    found is null ? [] : [await listing.FindAsync(found, context.RequestAborted).ConfigureAwait(false)],
                    null
                ),
                AdminJson.Default.UsersAnswer
            );
        }

        if (TakeOf(take) is not { } count)
            return TakeProblem();

        return IsFlag(enrolled, out var isEnrolled)
            ? Results.Json(
                await listing.ListAsync(isEnrolled, after, count, context.RequestAborted).ConfigureAwait(false),
                AdminJson.Default.UsersAnswer
            )
            : Problems.Of(TwoFactorOutcome.InvalidInput, message: "enrolled is true or false.");
    }

    private static async Task<IResult> UserAsync(
        HttpContext context,
        string id,
        UserListing listing,
        IEnrollmentService enrollment,
        ISignInService signIns
    )
    {
        if (await FindAsync(context, id, listing).ConfigureAwait(false) is not { } userId)
            return Problems.Of(TwoFactorOutcome.NotFound);

        var status = await enrollment.GetStatusAsync(userId, context.RequestAborted).ConfigureAwait(false);
        var devices = await signIns.ListTrustedDevicesAsync(userId, context.RequestAborted).ConfigureAwait(false);
        return Results.Json(
            new UserDetailAnswer(
                await listing.FindAsync(userId, context.RequestAborted).ConfigureAwait(false),
                StatusAnswer.Of(status),
                [.. devices.Select(DeviceAnswer.Of)]
            ),
            AdminJson.Default.UserDetailAnswer
        );
    }

    private static async Task<IResult> ResetAsync(
        HttpContext context,
        string id,
        UserListing listing,
        IResetService resets,
        UserFacts facts
    )
    {
        var body = await JsonBody.ReadAsync(context, AdminJson.Default.ReasonBody).ConfigureAwait(false);
        var (request, problem) = await RequestAsync(context, id, body.Reason, listing, facts).ConfigureAwait(false);
        if (request is null)
            return problem!;

        var result = await resets.ResetAsync(request, context.RequestAborted).ConfigureAwait(false);
        return result.Succeeded
            ? Results.Json(new ResetAnswer(request.UserId, result.ResetAt), AdminJson.Default.ResetAnswer)
            : Problems.Of(result.Outcome);
    }

    private static async Task<IResult> TemporaryCodeAsync(
        HttpContext context,
        string id,
        UserListing listing,
        IResetService resets,
        UserFacts facts
    )
    {
        var body = await JsonBody.ReadAsync(context, AdminJson.Default.TemporaryCodeBody).ConfigureAwait(false);
        var validFor = body.ValidFor is null ? null : DurationText.Parse(body.ValidFor);
        if (body.ValidFor is not null && validFor is null)
            return Problems.Of(
                TwoFactorOutcome.InvalidInput,
                message: "validFor is a number and s, m, h or d, e.g. 1h."
            );

        var (request, problem) = await RequestAsync(context, id, body.Reason, listing, facts).ConfigureAwait(false);
        if (request is null)
            return problem!;

        var result = await resets
            .IssueTemporaryCodeAsync(request, validFor, context.RequestAborted)
            .ConfigureAwait(false);
        return result.Succeeded
            ? Results.Json(
                new TemporaryCodeAnswer(result.Code!, result.ExpiresAt),
                AdminJson.Default.TemporaryCodeAnswer
            )
            : Problems.Of(result.Outcome, message: result.Message);
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
        if (TakeOf(take) is not { } count)
            return TakeProblem();

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
        return Results.Json(
            new AuditAnswer(
                [.. page.Events.Select(EventAnswer.Of)],
                page.Next is { } next ? AuditCursor.Format(next) : null
            ),
            AdminJson.Default.AuditAnswer
        );
    }

    private static async Task<IResult> ReportAsync(HttpContext context, IAdministrationService administration) =>
        Results.Json(
            await administration.ReportAsync(context.RequestAborted).ConfigureAwait(false),
            AdminJson.Default.TwoFactorReport
        );

    private static async ValueTask<(ResetRequest? Request, IResult? Problem)> RequestAsync(
        HttpContext context,
        string id,
        string? reason,
        UserListing listing,
        UserFacts facts
    )
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > ResetRequest.MaxReasonLength)
            return (
                null,
                Problems.Of(
                    TwoFactorOutcome.InvalidInput,
                    message: string.Create(
                        CultureInfo.InvariantCulture,
                        $"A reason of 1 to {ResetRequest.MaxReasonLength} characters is asked for."
                    )
                )
            );

        return await FindAsync(context, id, listing).ConfigureAwait(false) is { } userId
            ? (
                new ResetRequest
                {
                    UserId = userId,
                    Actor = Actor(context, facts),
                    Reason = reason,
                },
                null
            )
            : (null, Problems.Of(TwoFactorOutcome.NotFound));
    }

    private static async ValueTask<string?> FindAsync(HttpContext context, string id, UserListing listing) =>
        IsId(id) ? await listing.ResolveIdAsync(id, context.RequestAborted).ConfigureAwait(false) : null;

    private static bool IsId(string text) =>
        text.Length <= TwoFactorOptions.MaxUserIdLength && !string.IsNullOrWhiteSpace(text);

    private static string Actor(HttpContext context, UserFacts facts) => facts.Require(context.User).UserId;

    private static int? TakeOf(string? take) =>
        take is null ? DefaultTake
        : int.TryParse(take, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is >= 1 and <= MaxTake
            ? count
        : null;

    private static bool IsFlag(string? text, out bool? flag)
    {
        flag = bool.TryParse(text, out var value) ? value : null;
        return flag is not null || string.IsNullOrEmpty(text);
    }

    private static IResult TakeProblem() =>
        Problems.Of(
            TwoFactorOutcome.InvalidInput,
            message: string.Create(CultureInfo.InvariantCulture, $"take is 1 to {MaxTake}.")
        );
}
