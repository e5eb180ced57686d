using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TwoFactor;

/// <summary>
/// The meter and the activity source, both named <c>TwoFactor</c>. Tags are method, outcome, decision and reason. Each
/// has few values, and none identifies a user.
/// </summary>
internal static class TwoFactorTelemetry
{
    public const string Name = "TwoFactor";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_verifications = s_meter.CreateCounter<long>(
        "twofactor.verifications",
        "{attempt}",
        "Codes presented, by method and outcome."
    );
    private static readonly Counter<long> s_challenges = s_meter.CreateCounter<long>(
        "twofactor.challenges",
        "{challenge}",
        "Challenges asked for, by method and outcome."
    );
    private static readonly Counter<long> s_enrollments = s_meter.CreateCounter<long>(
        "twofactor.enrollments",
        "{step}",
        "Steps of enrolments, by method, step and outcome."
    );
    private static readonly Counter<long> s_signIns = s_meter.CreateCounter<long>(
        "twofactor.sign_ins",
        "{sign-in}",
        "Sign-ins evaluated, by decision and reason."
    );
    private static readonly Counter<long> s_sendsRefused = s_meter.CreateCounter<long>(
        "twofactor.sends_refused",
        "{send}",
        "Codes that were not sent because a limit was reached, by method and reason."
    );
    private static readonly Counter<long> s_events = s_meter.CreateCounter<long>(
        "twofactor.events",
        "{event}",
        "Audit events written, by type."
    );

    public static Counter<long> WriteConflicts { get; } =
        s_meter.CreateCounter<long>(
            "twofactor.write_conflicts",
            "{conflict}",
            "Conditional writes that lost against a concurrent write."
        );

    public static Counter<long> NotificationFailures { get; } =
        s_meter.CreateCounter<long>(
            "twofactor.notification_failures",
            "{notice}",
            "Notices on which the host's notifier failed."
        );

    public static Activity? Start(string operation) => s_source.StartActivity(operation);

    public static void Verified(Activity? activity, string? method, TwoFactorOutcome outcome)
    {
        var code = outcome.ToCode();
        s_verifications.Add(1, new("method", method ?? "none"), new("outcome", code));
        activity?.SetTag("twofactor.method", method).SetTag("twofactor.outcome", code);
    }

    public static void Challenged(string? method, TwoFactorOutcome outcome) =>
        s_challenges.Add(1, new("method", method ?? "none"), new("outcome", outcome.ToCode()));

    public static void Enrolled(Activity? activity, string? method, string step, TwoFactorOutcome outcome)
    {
        var code = outcome.ToCode();
        s_enrollments.Add(1, new("method", method ?? "none"), new("step", step), new("outcome", code));
        activity?.SetTag("twofactor.method", method).SetTag("twofactor.outcome", code);
    }

    public static void SignedIn(Activity? activity, string decision, string reason)
    {
        s_signIns.Add(1, new("decision", decision), new("reason", reason));
        activity?.SetTag("twofactor.decision", decision).SetTag("twofactor.reason", reason);
    }

    public static void SendRefused(string method, string reason) =>
        s_sendsRefused.Add(1, new("method", method), new("reason", reason));

    public static void EventWritten(string type) => s_events.Add(1, new KeyValuePair<string, object?>("type", type));
}
