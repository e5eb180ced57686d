using System.Diagnostics;

namespace TwoFactor.Sms.Gateways;

/// <summary>What follows from a class of failure.</summary>
public static class SmsFailures
{
    /// <summary>The class's name in snake case, e.g. <c>opted_out</c>.</summary>
    /// <param name="failure">The class.</param>
    public static string ToCode(this SmsFailure failure) =>
        failure switch
        {
            SmsFailure.None => "none",
            SmsFailure.Recipient => "recipient",
            SmsFailure.OptedOut => "opted_out",
            SmsFailure.Policy => "policy",
            SmsFailure.Route => "route",
            SmsFailure.Configuration => "configuration",
            SmsFailure.Capacity => "capacity",
            SmsFailure.Request => "request",
            SmsFailure.Unprocessed => "unprocessed",
            SmsFailure.Transient => "transient",
            SmsFailure.Unreachable => "unreachable",
            _ => throw new UnreachableException(),
        };

    /// <summary>
    /// Whether another gateway may be asked. What is the recipient's own matter, or this library's fault, is the same
    /// everywhere.
    /// </summary>
    internal static bool MayFailOver(SmsFailure failure) =>
        failure
            is SmsFailure.Route
                or SmsFailure.Configuration
                or SmsFailure.Capacity
                or SmsFailure.Unprocessed
                or SmsFailure.Transient
                or SmsFailure.Unreachable;

    /// <summary>
    /// Whether it is held against the gateway. A number that an attacker types must not put a gateway out of service.
    /// </summary>
    internal static bool IsFaultOfGateway(SmsFailure failure) =>
        failure is SmsFailure.Configuration or SmsFailure.Capacity or SmsFailure.Transient or SmsFailure.Unreachable;

    /// <summary>Whether the same request may be made again: only what provably was not processed.</summary>
    internal static bool MayRetry(SmsResult result) =>
        result.IsProvablyNotSent && result.Failure is SmsFailure.Unprocessed or SmsFailure.Unreachable;
}
