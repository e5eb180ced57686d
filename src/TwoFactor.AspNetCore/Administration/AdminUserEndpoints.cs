using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The endpoints with which administrators see and help users. The id is in the path, or in the query if a path cannot
/// carry it: servers do not distinguish <c>%2F</c> in a path from a slash, so such a path could mean two users.
/// </summary>
internal static class AdminUserEndpoints
{
    // A user may have this word as an id. Then the path of the query form means that user, unless the query names
    // another.
    private const string One = "one";

    private const string InQuery = " The id is in the query, percent-encoded, and may be anything.";

    public static void Map(RouteGroupBuilder group)
    {
        group
            .MapGet("/users", UsersAsync)
            .Describe("TwoFactorUsers", "Lists users, or finds one by id, user name or e-mail.")
            .Answers<UsersAnswer>(200)
            .Refuses(400);
        MapUser(group, "/users/{id}", "TwoFactorUser", "");
        MapReset(group, "/users/{id}/reset", "TwoFactorReset", "");
        MapTemporaryCode(group, "/users/{id}/temporary-code", "TwoFactorTemporaryCode", "");
        MapUser(group, $"/users/{One}", "TwoFactorUserById", InQuery);
        MapReset(group, "/users/reset", "TwoFactorResetById", InQuery);
        MapTemporaryCode(group, "/users/temporary-code", "TwoFactorTemporaryCodeById", InQuery);
    }

    private static void MapUser(RouteGroupBuilder group, string path, string name, string note) =>
        group
            .MapGet(path, UserAsync)
            .Describe(name, $"A user's second factor.{note}")
            .Answers<UserDetailAnswer>(200)
            .Refuses(400, 404);

    private static void MapReset(RouteGroupBuilder group, string path, string name, string note) =>
        group
            .MapPost(path, ResetAsync)
            .Describe(name, $"Resets a user's second factor; the next sign-in leads through enrolment.{note}")
            .Takes<ReasonBody>()
            .Answers<ResetAnswer>(200)
            .Refuses(400, 403, 404, 409, 429);

    private static void MapTemporaryCode(RouteGroupBuilder group, string path, string name, string note) =>
        group
            .MapPost(path, TemporaryCodeAsync)
            .Describe(name, $"Issues a code that works once.{note}")
            .Takes<TemporaryCodeBody>()
            .Answers<TemporaryCodeAnswer>(200)
            .Refuses(400, 403, 404, 409, 429);

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
            return JsonAnswer.Of(
                new UsersAnswer(
                    found is null ? [] : [await listing.FindAsync(found, context.RequestAborted).ConfigureAwait(false)],
                    null
                ),
                AdminJson.Default.UsersAnswer
            );
        }

        if (PageSize.Of(take) is not { } count)
            return PageSize.Problem;

        return IsFlag(enrolled, out var isEnrolled)
            ? JsonAnswer.Of(
                await listing.ListAsync(isEnrolled, after, count, context.RequestAborted).ConfigureAwait(false),
                AdminJson.Default.UsersAnswer
            )
            : Problems.Of(TwoFactorOutcome.InvalidInput, message: "enrolled is true or false.");
    }

    private static async Task<IResult> UserAsync(
        HttpContext context,
        string? id,
        UserListing listing,
        IEnrollmentService enrollment,
        ISignInService signIns
    )
    {
        var (userId, problem) = await FindAsync(context, id ?? One, listing).ConfigureAwait(false);
        if (userId is null)
            return problem!;

        var status = await enrollment.GetStatusAsync(userId, context.RequestAborted).ConfigureAwait(false);
        var devices = await signIns.ListTrustedDevicesAsync(userId, context.RequestAborted).ConfigureAwait(false);
        return JsonAnswer.Of(
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
        string? id,
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
            ? JsonAnswer.Of(new ResetAnswer(request.UserId, result.ResetAt), AdminJson.Default.ResetAnswer)
            : Problems.Of(result.Outcome);
    }

    private static async Task<IResult> TemporaryCodeAsync(
        HttpContext context,
        string? id,
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
            ? JsonAnswer.Of(
                new TemporaryCodeAnswer(result.Code!, result.ExpiresAt),
                AdminJson.Default.TemporaryCodeAnswer
            )
            : Problems.Of(result.Outcome, message: result.Message);
    }

    private static async ValueTask<(ResetRequest? Request, IResult? Problem)> RequestAsync(
        HttpContext context,
        string? id,
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

        var (userId, problem) = await FindAsync(context, id, listing).ConfigureAwait(false);
        return userId is null
            ? (null, problem)
            : (
                new ResetRequest
                {
                    UserId = userId,
                    Actor = AdminEndpoints.Actor(context, facts),
                    Reason = reason,
                },
                null
            );
    }

    private static async ValueTask<(string? UserId, IResult? Problem)> FindAsync(
        HttpContext context,
        string? id,
        UserListing listing
    )
    {
        if (Check(context, id) is { } problem)
            return (null, problem);

        return
            IsId(id!) && await listing.ResolveIdAsync(id!, context.RequestAborted).ConfigureAwait(false) is { } userId
            ? (userId, null)
            : (null, Problems.Of(TwoFactorOutcome.NotFound));
    }

    private static IResult? Check(HttpContext context, string? id)
    {
        if (context.Request.RouteValues.ContainsKey("id"))
            return id!.Contains("%2F", StringComparison.OrdinalIgnoreCase)
                ? Problems.Of(
                    TwoFactorOutcome.InvalidInput,
                    message: "A path does not carry this id. Put it into the query: users/one?id=, users/reset?id= or "
                        + "users/temporary-code?id=, percent-encoded."
                )
                : null;

        return string.IsNullOrWhiteSpace(id) || context.Request.Query["id"].Count > 1
            ? Problems.Of(TwoFactorOutcome.InvalidInput, message: "One id is asked for in the query: ?id=.")
            : null;
    }

    private static bool IsId(string text) =>
        text.Length <= TwoFactorOptions.MaxUserIdLength && !string.IsNullOrWhiteSpace(text);

    private static bool IsFlag(string? text, out bool? flag)
    {
        flag = bool.TryParse(text, out var value) ? value : null;
        return flag is not null || string.IsNullOrEmpty(text);
    }
}
