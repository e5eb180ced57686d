using System.Diagnostics;

namespace TwoFactor.Sms.Gateways;

/// <summary>The wire code of each class of failure, and the rules that follow from the class.</summary>
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
    /// Whether another gateway may be tried. A failure that concerns the recipient, or a bug of this library, is the
    /// same at every gateway.
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
    /// Whether the circuit breaker counts it as the gateway's fault. An attacker who enters bad numbers must not open a
    /// breaker.
    /// </summary>
    internal static bool IsFaultOfGateway(SmsFailure failure) =>
        failure is SmsFailure.Configuration or SmsFailure.Capacity or SmsFailure.Transient or SmsFailure.Unreachable;

    /// <summary>Whether the same request may be retried: only if it certainly was not processed.</summary>
    internal static bool MayRetry(SmsResult result) =>
        result.IsProvablyNotSent && result.Failure is SmsFailure.Unprocessed or SmsFailure.Unreachable;
}
