using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>What became of a sign-in whose first factor was right.</summary>
public sealed class TwoFactorSignIn
{
    internal TwoFactorSignIn(SignInEvaluation result) => Result = result;

    /// <summary>The decision in full.</summary>
    public SignInEvaluation Result { get; }

    /// <summary>
    /// Allowed: the user is signed in. Challenge, Enroll: half signed in, lead the user to the code or to enrolment.
    /// Denied: nothing was issued, and <see cref="SignInEvaluation.Reason"/> says why.
    /// </summary>
    public SignInDecision Decision => Result.Decision;

    /// <summary>
    /// The partial ticket for an app without cookies, to be sent back in <c>X-TwoFactor-Ticket</c>; null if it went out
    /// as a cookie, or there is none.
    /// </summary>
    public string? Ticket { get; internal init; }

    /// <summary>
    /// What the scheme of the full sign-in answered, such as bearer tokens; null for cookies, and for who is not signed
    /// in yet.
    /// </summary>
    public JsonObject? TokenResponse { get; internal init; }

    /// <summary>
    /// The answer of an endpoint: 200 with <c>decision</c>, <c>reason</c>, <c>factors</c>, <c>graceUntil</c>,
    /// <c>ticket</c> and the tokens, as far as there are any; for Denied 423 <c>locked</c>, or 429 <c>throttled</c>, as
    /// a problem.
    /// </summary>
    public IResult ToHttpResult() =>
        Decision == SignInDecision.Denied
            ? Problems.Of(
                Result.Reason == SignInReasons.Throttled ? TwoFactorOutcome.Throttled : TwoFactorOutcome.Locked,
                Result.RetryAfter
            )
            : JsonAnswer.Of(Describe(), AnswerJson.Default.SignInAnswer, TokenResponse);

    private SignInAnswer Describe() =>
        new(
            Decision.ToCode(),
            Result.Reason,
            Result.Factors is { } factors ? SignInFactorAnswer.Of(factors) : null,
            null,
            Result.GraceUntil,
            null,
            Ticket
        );

    /// <summary>Shows neither ticket nor tokens.</summary>
    public override string ToString() => Result.ToString();
}
