using System.Diagnostics;

namespace TwoFactor.Email.Gateways;

/// <summary>What follows from a class of failure.</summary>
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

    /// <summary>Whether another gateway may be asked.</summary>
    internal static bool MayFailOver(MailFailure failure) =>
        failure is MailFailure.Configuration or MailFailure.Transient or MailFailure.Unreachable;

    /// <summary>
    /// Whether it is held against the gateway. An address that an attacker types must not put a gateway out of service:
    /// a recipient's own server may answer "try later" through ours.
    /// </summary>
    internal static bool IsFaultOfGateway(MailFailure failure) =>
        failure is MailFailure.Configuration or MailFailure.Unreachable;
}
