using System.Diagnostics;

namespace TwoFactor;

/// <summary>The stable names of decisions, for protocols, events and metrics.</summary>
public static class SignInDecisions
{
    /// <summary>The decision's name in snake case, e.g. <c>challenge</c>.</summary>
    /// <param name="decision">The decision.</param>
    public static string ToCode(this SignInDecision decision) =>
        decision switch
        {
            SignInDecision.Allowed => "allowed",
            SignInDecision.Challenge => "challenge",
            SignInDecision.Enroll => "enroll",
            SignInDecision.Denied => "denied",
            _ => throw new UnreachableException(),
        };
}
