using System.Text.Json.Nodes;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>The result of a command: a JSON object for scripts, a page for people, and an exit code.</summary>
internal sealed class Answer
{
    public required JsonObject Json { get; init; }

    public required Action<IAnsiConsole> Human { get; init; }

    public string? Error { get; private init; }

    public int ExitCode { get; private init; }

    public static Answer Refused(
        TwoFactorOutcome outcome,
        int? attemptsLeft = null,
        TimeSpan? retryAfter = null,
        string? message = null,
        JsonObject? more = null
    ) =>
        Failed(
            outcome.ToCode(),
            message ?? Explain(outcome, attemptsLeft, retryAfter),
            outcome == TwoFactorOutcome.InvalidInput ? ExitCodes.Usage : ExitCodes.Refused,
            attemptsLeft,
            retryAfter,
            more
        );

    public static Answer Failed(
        string code,
        string message,
        int exitCode,
        int? attemptsLeft = null,
        TimeSpan? retryAfter = null,
        JsonObject? more = null
    )
    {
        var json = more ?? new JsonObject();
        json.Put("attemptsLeft", attemptsLeft);
        json.Put("retryAfter", JsonValues.Seconds(retryAfter));
        json["error"] = new JsonObject { ["code"] = code, ["message"] = message };
        return new Answer
        {
            Json = json,
            Human = _ => { },
            Error = message,
            ExitCode = exitCode,
        };
    }

    /// <summary>
    /// The message of an exception without the parameter's name, which means nothing on a command line.
    /// </summary>
    public static string Plain(ArgumentException e) =>
        e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);

    public static string Explain(TwoFactorOutcome outcome, int? attemptsLeft, TimeSpan? retryAfter)
    {
        var wait = retryAfter is { } time ? $" Try again in {Durations.Describe(time)}." : "";
        var left = attemptsLeft is > 0
            ? $" {attemptsLeft} more {(attemptsLeft == 1 ? "try" : "tries")} before a lock."
            : "";
        return outcome switch
        {
            TwoFactorOutcome.InvalidCode => $"That code is wrong.{left}{wait}",
            TwoFactorOutcome.CodeUsed => $"That code was used already. Take a new one.{left}{wait}",
            TwoFactorOutcome.Expired =>
                "There is no such open challenge or pending factor; it may have expired. Begin again.",
            TwoFactorOutcome.Locked when retryAfter is null =>
                "All factors are disabled after too many failures. An administrator can reset the user: "
                    + "reset USER --actor A --reason TEXT",
            TwoFactorOutcome.Locked => $"The account is locked after too many failures.{wait}",
            TwoFactorOutcome.Throttled => $"Too soon, or too much at once.{(wait.Length > 0 ? wait : " Try again.")}",
            TwoFactorOutcome.NotEnrolled =>
                "The user has no active second factor. Enrol one: enroll USER --method totp",
            TwoFactorOutcome.ReauthenticationRequired =>
                "A factor is active: prove it with a fresh code, --proof CODE.",
            TwoFactorOutcome.AdministratorCodeRequired =>
                "The first second factor takes a temporary code of an administrator, --proof CODE. Issue one: "
                    + "temporary-code USER --actor A --reason TEXT",
            TwoFactorOutcome.NotFound => "The user has no such factor. See: status USER",
            TwoFactorOutcome.LimitReached => "The user has as many factors as are allowed. Remove one first.",
            TwoFactorOutcome.RequiredByPolicy =>
                "The policy requires a second factor of this user, and this is the last one. Add another "
                    + "first, or have an administrator reset the user.",
            TwoFactorOutcome.SelfServiceDenied =>
                "Administrators cannot do this to their own account. Ask another one.",
            _ => $"Refused: {outcome.ToCode()}.",
        };
    }
}
