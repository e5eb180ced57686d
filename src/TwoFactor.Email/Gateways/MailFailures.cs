using System.Diagnostics;

namespace TwoFactor.Email.Gateways;

/// <summary>What each class of failure leads to.</summary>
public static class MailFailures
{
    /// <summary>The class's name in snake case, e.g. <c>recipient</c>.</summary>
    /// <param name="failure">The class.</param>
    public static string ToCode(this MailFailure failure) =>
        failure switch
        {
            MailFailure.None => "none",
            MailFailure.Recipient => "recipient",
            MailFailure.Policy => "policy",
            MailFailure.Configuration => "configuration",
            MailFailure.Request => "request",
            MailFailure.Transient => "transient",
            MailFailure.Unreachable => "unreachable",
            _ => throw new UnreachableException(),
        };

    /// <summary>Whether another gateway may be tried.</summary>
    internal static bool MayFailOver(MailFailure failure) =>
        failure is MailFailure.Configuration or MailFailure.Transient or MailFailure.Unreachable;

    /// <summary>
    /// Whether the failure counts for the circuit breaker. Addresses that an attacker types must not disable a gateway:
    /// the recipient's server may answer "try later", and our mail server passes that answer on.
    /// </summary>
    internal static bool IsFaultOfGateway(MailFailure failure) =>
        failure is MailFailure.Configuration or MailFailure.Unreachable;
}
