using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The endpoints for users with a partial sign-in. They have only the ticket; no scheme authenticates them.
/// </summary>
internal static class SignInEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group
            .MapGet("", (Delegate)StateAsync)
            .Describe("TwoFactorSignIn", "What the sign-in waits for.")
            .Answers<SignInAnswer>(200)
            .Refuses(401);
        group
            .MapPost("/challenge", (Delegate)ChallengeAsync)
            .Describe("TwoFactorChallenge", "Sends a code to the chosen factor.")
            .Takes<ChallengeBody>()
            .Answers<ChallengeAnswer>(200)
            .Refuses(401, 404, 409, 423, 429);
        group
            .MapPost("/verify", VerifyAsync)
            .Describe("TwoFactorVerify", "Verifies a code and completes the sign-in.")
            .Takes<VerifyBody>()
            .Answers<VerifiedAnswer>(200)
            .Refuses(400, 401, 403, 409, 410, 423, 429);
        group
            .MapPost("/enroll", EnrollAsync)
            .Describe("TwoFactorSignInEnroll", "Begins to enrol a factor before getting in.")
            .Takes<EnrollBody>()
            .Answers<EnrollmentAnswer>(201)
            .Refuses(400, 401, 403, 409, 429);
        group
            .MapPost("/enroll/{id}/resend", ResendAsync)
            .Describe("TwoFactorSignInEnrollResend", "Sends the confirming code again.")
            .Answers<ResendAnswer>(200)
            .Refuses(401, 404, 410, 429);
        group
            .MapPost("/enroll/{id}/confirm", ConfirmAsync)
            .Describe("TwoFactorSignInEnrollConfirm", "Confirms the factor and completes the sign-in.")
            .Takes<CodeBody>()
            .Answers<ConfirmationAnswer>(200)
            .Refuses(400, 401, 410, 423, 429);
    }

    private static Task<IResult> StateAsync(HttpContext context) =>
        WithTicketAsync(
            context,
            partial =>
                Task.FromResult(
                    JsonAnswer.Of(
                        new SignInAnswer(
                            partial.Decision.ToCode(),
                            null,
                            SignInFactorAnswer.Of(partial.Factors),
                            partial.MethodNames,
                            null,
                            partial.ExpiresAt,
                            null
                        ),
                        AnswerJson.Default.SignInAnswer
                    )
                )
        );

    private static Task<IResult> ChallengeAsync(HttpContext context) =>
        WithTicketAsync(
            context,
            async partial =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.ChallengeBody).ConfigureAwait(false);
                var challenge = await partial.ChallengeAsync(body.FactorId).ConfigureAwait(false);
                return challenge.Outcome == TwoFactorOutcome.Expired
                    ? Problems.SignInRequired
                    : UserEndpoints.Describe(challenge);
            }
        );

    private static async Task<IResult> VerifyAsync(HttpContext context, IOptions<TwoFactorHttpOptions> options)
    {
        var body = await JsonBody.ReadAsync(context, AnswerJson.Default.VerifyBody).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(body.Code))
            return Problems.NoCode;

        // The write that verifies the code also checks whether the sign-in is still open, so no load is needed before
        // it.
        if (await Finder(context).FindForCodeAsync(context).ConfigureAwait(false) is { } partial)
        {
            var result = await partial
                .VerifyAsync(body.Code, body.FactorId, body.RememberDevice ?? false)
                .ConfigureAwait(false);
            if (result.Outcome == TwoFactorOutcome.PhishingResistantRequired)
                return Problems.Of(result.Outcome, ticket: partial.NextTicket);

            if (options.Value.PublicAnswers)
                return UserEndpoints.Describe(result.ToPublic(), partial.TokenResponse);

            return result.Outcome is TwoFactorOutcome.Expired or TwoFactorOutcome.NotEnrolled
                ? Problems.SignInRequired
                : UserEndpoints.Describe(result, partial.TokenResponse);
        }

        return options.Value.PublicAnswers
            ? Problems.Of(TwoFactorOutcome.InvalidCode)
            : await WithTicketAsync(context, _ => Task.FromResult(Problems.Of(TwoFactorOutcome.NotEnrolled)))
                .ConfigureAwait(false);
    }

    private static Task<IResult> EnrollAsync(HttpContext context, IQrRenderer qr) =>
        WithTicketAsync(
            context,
            async partial =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.EnrollBody).ConfigureAwait(false);
                return UserEndpoints.Describe(
                    await partial
                        .EnrollAsync(body.Method ?? "", body.Name, body.ToInput(), body.AdministratorCode)
                        .ConfigureAwait(false),
                    qr,
                    ["password"]
                );
            }
        );

    private static Task<IResult> ResendAsync(HttpContext context, string id) =>
        WithTicketAsync(
            context,
            async partial => UserEndpoints.DescribeResend(await partial.ResendAsync(id).ConfigureAwait(false))
        );

    private static Task<IResult> ConfirmAsync(HttpContext context, string id) =>
        WithTicketAsync(
            context,
            async partial =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.CodeBody).ConfigureAwait(false);
                return string.IsNullOrWhiteSpace(body.Code)
                    ? Problems.NoCode
                    : UserEndpoints.Describe(
                        await partial.ConfirmAsync(id, body.Code).ConfigureAwait(false),
                        partial.TokenResponse
                    );
            }
        );

    // The user has shown the password, so the answer may tell of a lock and how long it lasts.
    private static async Task<IResult> WithTicketAsync(HttpContext context, Func<PartialSignIn, Task<IResult>> act) =>
        await Finder(context).FindAsync(context).ConfigureAwait(false) switch
        {
            ({ } partial, _) => await act(partial).ConfigureAwait(false),
            (_, { } wait) => Problems.Of(TwoFactorOutcome.Locked, wait),
            _ => Problems.SignInRequired,
        };

    private static PartialSignInFinder Finder(HttpContext context) =>
        context.RequestServices.GetRequiredService<PartialSignInFinder>();
}
