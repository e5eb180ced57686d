using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore;

/// <summary>The endpoints with which signed-in users manage their own second factor.</summary>
internal static class UserEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group
            .MapGet("", (Delegate)StatusAsync)
            .Describe("TwoFactorStatus", "The user's factors and what is required.")
            .Answers<StatusAnswer>(200);
        group
            .MapPost("/factors", EnrollAsync)
            .Describe("TwoFactorEnroll", "Begins to enrol a factor.")
            .Takes<EnrollBody>()
            .Answers<EnrollmentAnswer>(201)
            .Refuses(400, 403, 409, 423, 429);
        group
            .MapPost("/factors/{id}/resend", ResendAsync)
            .Describe("TwoFactorEnrollResend", "Sends the confirming code again.")
            .Answers<ResendAnswer>(200)
            .Refuses(404, 410, 429);
        group
            .MapPost("/factors/{id}/confirm", ConfirmAsync)
            .Describe("TwoFactorEnrollConfirm", "Confirms a pending factor.")
            .Takes<CodeBody>()
            .Answers<ConfirmationAnswer>(200)
            .Refuses(400, 410, 423, 429);
        group
            .MapPatch("/factors/{id}", RenameAsync)
            .Describe("TwoFactorRename", "Renames a factor.")
            .Takes<NameBody>()
            .Answers<FactorAnswer>(200)
            .Refuses(400, 404, 429);
        group
            .MapDelete("/factors/{id}", RemoveAsync)
            .Describe("TwoFactorRemove", "Removes a factor. 200 where the answer brings new tokens, else 204.")
            .Answers(200)
            .Answers(204)
            .Refuses(403, 404, 409, 423, 429);
        group
            .MapPost("/recovery-codes", (Delegate)RegenerateAsync)
            .Describe("TwoFactorRecoveryCodes", "Makes new recovery codes and voids the old ones.")
            .Answers<RecoveryCodesAnswer>(200)
            .Refuses(403, 409, 423, 429);
        group
            .MapGet("/trusted-devices", (Delegate)ListDevicesAsync)
            .Describe("TwoFactorDevices", "The user's trusted devices.")
            .Answers<IReadOnlyList<DeviceAnswer>>(200);
        group
            .MapDelete("/trusted-devices/{id}", RevokeDeviceAsync)
            .Describe("TwoFactorRevokeDevice", "Takes the trust of a device back.")
            .Answers(204)
            .Refuses(404, 429);
        group
            .MapPost("/step-up/challenge", (Delegate)ChallengeAsync)
            .Describe("TwoFactorStepUpChallenge", "Asks for a second factor anew.")
            .Takes<ChallengeBody>()
            .Answers<ChallengeAnswer>(200)
            .Refuses(404, 409, 423, 429);
        group
            .MapPost("/step-up/verify", (Delegate)VerifyAsync)
            .Describe("TwoFactorStepUpVerify", "Verifies a second factor anew.")
            .Takes<StepUpBody>()
            .Answers<VerifiedAnswer>(200)
            .Refuses(400, 409, 410, 423, 429);
    }

    internal static IResult Describe(EnrollmentResult result, IQrRenderer qr, IReadOnlyList<string>? missing) =>
        result.Succeeded
            ? JsonAnswer.Of(
                EnrollmentAnswer.Of(result, qr),
                AnswerJson.Default.EnrollmentAnswer,
                status: StatusCodes.Status201Created
            )
            : Problems.Of(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message, missing);

    internal static IResult DescribeResend(TwoFactorChallenge result) =>
        result.Succeeded
            ? JsonAnswer.Of(
                new ResendAnswer(result.ExpiresAt, result.ResendAt, Names.Of(result.Delivery)),
                AnswerJson.Default.ResendAnswer
            )
            : Problems.Of(result.Outcome, result.RetryAfter);

    internal static IResult Describe(ConfirmationResult result, JsonObject? tokens) =>
        result.Succeeded
            ? JsonAnswer.Of(
                new ConfirmationAnswer(FactorAnswer.Of(result.Factor!), result.RecoveryCodes),
                AnswerJson.Default.ConfirmationAnswer,
                tokens
            )
            : Problems.Of(result.Outcome, result.RetryAfter, result.AttemptsLeft);

    internal static IResult Describe(TwoFactorChallenge result) =>
        result.Succeeded
            ? JsonAnswer.Of(ChallengeAnswer.Of(result), AnswerJson.Default.ChallengeAnswer)
            : Problems.Of(result.Outcome, result.RetryAfter);

    internal static IResult Describe(VerificationResult result, JsonObject? tokens) =>
        result.Succeeded
            ? JsonAnswer.Of(
                new VerifiedAnswer(
                    result.Outcome.ToCode(),
                    result.FactorId,
                    result.Method,
                    result.AuthenticationMethods
                ),
                AnswerJson.Default.VerifiedAnswer,
                tokens
            )
            : Problems.Of(result.Outcome, result.RetryAfter, result.AttemptsLeft);

    private static Task<IResult> StatusAsync(HttpContext context) =>
        WithSessionAsync(
            context,
            async session =>
                JsonAnswer.Of(
                    StatusAnswer.Of(
                        await session.GetStatusAsync().ConfigureAwait(false),
                        await session.GetRequirementAsync().ConfigureAwait(false),
                        session.Methods
                    ),
                    AnswerJson.Default.StatusAnswer
                )
        );

    private static Task<IResult> EnrollAsync(HttpContext context, IQrRenderer qr) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.EnrollBody).ConfigureAwait(false);
                var result = await session
                    .EnrollAsync(
                        body.Method ?? "",
                        body.Name,
                        body.ToInput(),
                        body.ReplacesFactorId,
                        body.AdministratorCode
                    )
                    .ConfigureAwait(false);
                return Describe(result, qr, await MissingAsync(session, result.Outcome).ConfigureAwait(false));
            }
        );

    private static Task<IResult> ResendAsync(HttpContext context, string id) =>
        WithSessionAsync(context, async session => DescribeResend(await session.ResendAsync(id).ConfigureAwait(false)));

    private static Task<IResult> ConfirmAsync(HttpContext context, string id) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.CodeBody).ConfigureAwait(false);
                return string.IsNullOrWhiteSpace(body.Code)
                    ? Problems.NoCode
                    : Describe(await session.ConfirmAsync(id, body.Code).ConfigureAwait(false), session.TokenResponse);
            }
        );

    private static Task<IResult> RenameAsync(HttpContext context, string id) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.NameBody).ConfigureAwait(false);
                var result = await session.RenameAsync(id, body.Name ?? "").ConfigureAwait(false);
                return result.Succeeded
                    ? JsonAnswer.Of(FactorAnswer.Of(result.Factor!), AnswerJson.Default.FactorAnswer)
                    : await RefusedAsync(session, result).ConfigureAwait(false);
            }
        );

    private static Task<IResult> RemoveAsync(HttpContext context, string id) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var result = await session.RemoveAsync(id).ConfigureAwait(false);
                return result.Succeeded
                    ? JsonAnswer.Empty(session.TokenResponse)
                    : await RefusedAsync(session, result).ConfigureAwait(false);
            }
        );

    private static Task<IResult> RegenerateAsync(HttpContext context) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var result = await session.RegenerateRecoveryCodesAsync().ConfigureAwait(false);
                return result.Succeeded
                    ? JsonAnswer.Of(
                        new RecoveryCodesAnswer(result.RecoveryCodes!),
                        AnswerJson.Default.RecoveryCodesAnswer,
                        session.TokenResponse
                    )
                    : await RefusedAsync(session, result).ConfigureAwait(false);
            }
        );

    private static Task<IResult> ListDevicesAsync(HttpContext context) =>
        WithSessionAsync(
            context,
            async session =>
                JsonAnswer.Of(
                    [.. (await session.ListTrustedDevicesAsync().ConfigureAwait(false)).Select(DeviceAnswer.Of)],
                    AnswerJson.Default.IReadOnlyListDeviceAnswer
                )
        );

    private static Task<IResult> RevokeDeviceAsync(HttpContext context, string id) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var outcome = await session.RevokeTrustedDeviceAsync(id).ConfigureAwait(false);
                return outcome == TwoFactorOutcome.Accepted ? Results.NoContent() : Problems.Of(outcome);
            }
        );

    private static Task<IResult> ChallengeAsync(HttpContext context) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.ChallengeBody).ConfigureAwait(false);
                return Describe(await session.ChallengeAsync(body.FactorId).ConfigureAwait(false));
            }
        );

    private static Task<IResult> VerifyAsync(HttpContext context) =>
        WithSessionAsync(
            context,
            async session =>
            {
                var body = await JsonBody.ReadAsync(context, AnswerJson.Default.StepUpBody).ConfigureAwait(false);
                return string.IsNullOrWhiteSpace(body.Code)
                    ? Problems.NoCode
                    : Describe(
                        await session.VerifyAsync(body.Code, body.FactorId, body.ChallengeId).ConfigureAwait(false),
                        session.TokenResponse
                    );
            }
        );

    private static async Task<IResult> RefusedAsync(TwoFactorSession session, FactorChangeResult result) =>
        Problems.Of(
            result.Outcome,
            result.RetryAfter,
            result.AttemptsLeft,
            result.Message,
            await MissingAsync(session, result.Outcome).ConfigureAwait(false)
        );

    private static async Task<IReadOnlyList<string>?> MissingAsync(
        TwoFactorSession session,
        TwoFactorOutcome outcome
    ) =>
        outcome == TwoFactorOutcome.ReauthenticationRequired
            ? await session.FindMissingAsync().ConfigureAwait(false)
            : null;

    private static async Task<IResult> WithSessionAsync(
        HttpContext context,
        Func<TwoFactorSession, Task<IResult>> act
    ) =>
        await context.RequestServices.GetRequiredService<SessionFinder>().FindAsync(context).ConfigureAwait(false)
            is { } session
            ? await act(session).ConfigureAwait(false)
            : Problems.SignInRequired;
}
