using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>The result of a sign-in whose first factor was right.</summary>
public sealed class TwoFactorSignIn
{
    internal TwoFactorSignIn(SignInEvaluation result) => Result = result;

    /// <summary>The full evaluation.</summary>
    public SignInEvaluation Result { get; }

    /// <summary>
    /// Allowed: the user is signed in. Challenge or Enroll: the user has a partial sign-in; ask for the code or start
    /// the enrolment. Denied: nothing was issued; <see cref="SignInEvaluation.Reason"/> says why.
    /// </summary>
    public SignInDecision Decision => Result.Decision;

    /// <summary>
    /// The partial ticket for an app without cookies, which sends it back in the header <c>X-TwoFactor-Ticket</c>. Null
    /// if it was set as a cookie, or if there is none.
    /// </summary>
    public string? Ticket { get; internal init; }

    /// <summary>
    /// What the scheme of the full sign-in answered, e.g. bearer tokens; null for cookies, and if the user is not
    /// signed in yet.
    /// </summary>
    public JsonObject? TokenResponse { get; internal init; }

    /// <summary>
    /// The answer of an endpoint. 200 with <c>decision</c>, <c>reason</c>, <c>factors</c>, <c>graceUntil</c>,
    /// <c>ticket</c> and the tokens, where they exist. For Denied a problem: 423 <c>locked</c> or 429 <c>throttled</c>.
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

    /// <summary>Withholds ticket and tokens.</summary>
    public override string ToString() => Result.ToString();
}
