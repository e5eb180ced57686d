using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457), with the stable code of the outcome.</summary>
internal sealed class Problems : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    private readonly ProblemAnswer _problem;

    private Problems(ProblemAnswer problem) => _problem = problem;

    public int? StatusCode => _problem.Status;

    /// <summary>There is no valid partial sign-in.</summary>
    public static IResult SignInRequired { get; } =
        Of(
            StatusCodes.Status401Unauthorized,
            "sign_in_required",
            "There is no sign-in to complete, or it is over. Sign in again."
        );

    /// <summary>The code is missing. This does not count as a failure.</summary>
    public static IResult NoCode { get; } = Of(TwoFactorOutcome.InvalidInput, message: "A code is asked for.");

    public static IResult NotAllowed { get; } = Of(StatusCodes.Status403Forbidden, "forbidden", "You may not do this.");

    public static IResult Unavailable { get; } =
        Of(
            StatusCodes.Status503ServiceUnavailable,
            "unavailable",
            "The second factor cannot be checked right now. Try again."
        );

    public static IResult Forbidden { get; } =
        Of(StatusCodes.Status403Forbidden, "cross_site", "The request came from another site.");

    public static IResult Of(
        TwoFactorOutcome outcome,
        TimeSpan? retryAfter = null,
        int? attemptsLeft = null,
        string? message = null,
        IReadOnlyList<string>? missing = null,
        string? ticket = null
    ) =>
        new Problems(
            new ProblemAnswer(
                Title(outcome),
                Status(outcome),
                outcome.ToCode(),
                message,
                retryAfter is { } wait ? (long)Math.Ceiling(wait.TotalSeconds) : null,
                attemptsLeft,
                missing,
                ticket
            )
        );

    public static IResult Of(int status, string code, string title, string? detail = null, long? retryAfter = null) =>
        new Problems(new ProblemAnswer(title, status, code, detail, retryAfter));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (_problem.RetryAfter is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        return JsonAnswer
            .Of(_problem, AnswerJson.Default.ProblemAnswer, null, _problem.Status, ContentType)
            .ExecuteAsync(httpContext);
    }

    private static int Status(TwoFactorOutcome outcome) =>
        outcome switch
        {
            TwoFactorOutcome.InvalidCode or TwoFactorOutcome.CodeUsed or TwoFactorOutcome.InvalidInput =>
                StatusCodes.Status400BadRequest,
            TwoFactorOutcome.ReauthenticationRequired
            or TwoFactorOutcome.SelfServiceDenied
            or TwoFactorOutcome.AdministratorCodeRequired
            or TwoFactorOutcome.PhishingResistantRequired => StatusCodes.Status403Forbidden,
            TwoFactorOutcome.NotFound => StatusCodes.Status404NotFound,
            TwoFactorOutcome.Expired => StatusCodes.Status410Gone,
            TwoFactorOutcome.Locked => StatusCodes.Status423Locked,
            TwoFactorOutcome.Throttled => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status409Conflict,
        };

    private static string Title(TwoFactorOutcome outcome) =>
        outcome switch
        {
            TwoFactorOutcome.InvalidCode => "The code is wrong.",
            TwoFactorOutcome.CodeUsed => "The code was used already. Wait for the next one.",
            TwoFactorOutcome.Expired => "It has expired. Begin again.",
            TwoFactorOutcome.Locked => "Too many failures. Nothing is checked until the lock ends.",
            TwoFactorOutcome.Throttled => "Too soon. Try again later.",
            TwoFactorOutcome.NotEnrolled => "There is no second factor.",
            TwoFactorOutcome.ReauthenticationRequired =>
                "Enter the password again, and a second factor if one is active.",
            TwoFactorOutcome.NotFound => "There is no such thing.",
            TwoFactorOutcome.InvalidInput => "The input cannot be used.",
            TwoFactorOutcome.LimitReached => "There are as many factors as are allowed.",
            TwoFactorOutcome.RequiredByPolicy => "A second factor is required: the last one cannot be removed.",
            TwoFactorOutcome.AdministratorCodeRequired =>
                "Setting up the first second factor takes a temporary code of an administrator.",
            TwoFactorOutcome.PhishingResistantRequired =>
                "The code is right, but you need a method that resists phishing, e.g. a passkey. Enrol one to go on.",
            TwoFactorOutcome.SelfServiceDenied => "Administrators cannot do this to themselves.",
            _ => "Somebody else changed it in the meantime. Read it again.",
        };
}
