namespace TwoFactor.Tests;

/// <summary>
/// A mistake that somebody could make in the rules, planted behind them: the property must find every one.
/// </summary>
internal sealed record PlantedBug(
    string Name,
    Func<TwoFactorAccount, object, TwoFactorAccount, TwoFactorAccount> Alter,
    bool DropsEvent = false
)
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new(
            "the matched step is not stored",
            (before, command, next) =>
                command is VerifyCommand
                    ? next with
                    {
                        Factors = KeepState(before, next, FactorMethodNames.Totp),
                    }
                    : next
        ),
        new(
            "the confirming code is not spent",
            (before, command, next) =>
                command is ConfirmCommand
                    ? next with
                    {
                        Factors = KeepState(before, next, FactorMethodNames.Totp),
                    }
                    : next
        ),
        new(
            "a recovery code is not spent",
            (before, command, next) =>
                command is VerifyCommand
                    ? next with
                    {
                        Factors = KeepState(before, next, FactorMethodNames.RecoveryCode),
                    }
                    : next
        ),
        new(
            "a temporary code is not spent",
            (before, command, next) =>
                command is VerifyCommand
                    ? next with
                    {
                        Factors = KeepState(before, next, FactorMethodNames.TemporaryCode),
                    }
                    : next
        ),
        new(
            "what was not me is not closed",
            (before, command, next) => command is NotMeCommand ? next with { Challenges = before.Challenges } : next
        ),
        new(
            "what was not me leaves its sign-in open",
            (before, command, next) => command is NotMeCommand ? next with { UsedTickets = before.UsedTickets } : next
        ),
        new(
            "what was not me ends every sign-in",
            (_, command, next) => command is NotMeCommand ? next with { Round = next.Round + 1 } : next
        ),
        new(
            "a resend resets the count of failures",
            (_, command, next) => command is ResendCommand ? next with { Failures = 0 } : next
        ),
        new(
            "a new challenge resets the count of failures",
            (_, command, next) => command is OpenChallengeCommand or SignInCommand ? next with { Failures = 0 } : next
        ),
        new(
            "a lock leaves the challenges open",
            (before, command, next) =>
                command is VerifyCommand && next.LockedUntil > before.LockedUntil.GetValueOrDefault()
                    ? next with
                    {
                        Challenges = before.Challenges,
                    }
                    : next
        ),
        new(
            "a lock leaves the tickets open",
            (before, command, next) =>
                command is VerifyCommand && next.LockedUntil > before.LockedUntil.GetValueOrDefault()
                    ? next with
                    {
                        Round = before.Round,
                    }
                    : next
        ),
        new(
            "tickets survive a security change",
            (before, _, next) => next.Epoch > before.Epoch ? next with { Round = before.Round } : next
        ),
        new(
            "a ticket is answered twice",
            (before, command, next) => command is VerifyCommand ? next with { UsedTickets = before.UsedTickets } : next
        ),
        new(
            "a code is not bound to the sign-in that asked for it",
            (_, command, next) =>
                command is OpenChallengeCommand
                    ? next with
                    {
                        Challenges = Array.ConvertAll(next.Challenges, c => c with { SignInId = null }),
                    }
                    : next
        ),
        new(
            "a failure is not counted",
            (before, command, next) =>
                command is VerifyCommand && next.Failures > before.Failures
                    ? next with
                    {
                        Failures = before.Failures,
                        LockedUntil = before.LockedUntil,
                    }
                    : next
        ),
        new(
            "a wrong confirming code is not counted",
            (before, command, next) =>
                command is ConfirmCommand
                    ? next with
                    {
                        Factors = Array.ConvertAll(next.Factors, f => f with { Failures = 0 }),
                    }
                    : next
        ),
        new(
            "a wrong confirming code counts against the account",
            (before, command, next) =>
                command is ConfirmCommand && next.Factors.Sum(f => f.Failures) > before.Factors.Sum(f => f.Failures)
                    ? next with
                    {
                        Failures = before.Failures + 1,
                    }
                    : next
        ),
        new(
            "the lock is lost",
            (_, command, next) => command is VerifyCommand ? next with { LockedUntil = null } : next
        ),
        new(
            "the lock does not grow",
            (before, _, next) =>
                next.Failures >= 6 && next.LockedUntil > before.LockedUntil.GetValueOrDefault()
                    ? next with
                    {
                        LockedUntil = next.UpdatedAt.AddSeconds(30),
                    }
                    : next
        ),
        new(
            "success does not reset the count",
            (before, command, next) =>
                command is VerifyCommand && before.Failures > 0 && next.Failures == 0
                    ? next with
                    {
                        Failures = before.Failures,
                    }
                    : next
        ),
        new(
            "a pending factor is active",
            (_, command, next) =>
                command is EnrollCommand
                    ? next with
                    {
                        Factors = Array.ConvertAll(
                            next.Factors,
                            f => f.Status == FactorStatus.Pending ? f with { Status = FactorStatus.Active } : f
                        ),
                    }
                    : next
        ),
        new(
            "a pending factor does not expire",
            (_, command, next) =>
                command is EnrollCommand
                    ? next with
                    {
                        Factors = Array.ConvertAll(
                            next.Factors,
                            f => f.Status == FactorStatus.Pending ? f with { ExpiresAt = null } : f
                        ),
                    }
                    : next
        ),
        new(
            "devices survive a security change",
            (before, _, next) => next.Epoch > before.Epoch ? next with { Devices = before.Devices } : next
        ),
        new(
            "challenges survive a security change",
            (before, _, next) => next.Epoch > before.Epoch ? next with { Challenges = before.Challenges } : next
        ),
        new(
            "a security change does not bump the epoch",
            (before, command, next) => command is RegenerateCommand ? next with { Epoch = before.Epoch } : next
        ),
        new(
            "a reset leaves the factors",
            (before, command, next) => command is ResetCommand ? next with { Factors = before.Factors } : next
        ),
        new(
            "an answered challenge stays open",
            (before, command, next) =>
                command is VerifyCommand { ChallengeId: not null } && next.LockedUntil == before.LockedUntil
                    ? next with
                    {
                        Challenges = before.Challenges,
                    }
                    : next
        ),
        new(
            "regenerated codes leave the old set",
            (before, command, next) =>
                command is RegenerateCommand
                    ? next with
                    {
                        Factors =
                        [
                            .. next.Factors,
                            .. before.Factors.Where(f => f.Method == FactorMethodNames.RecoveryCode),
                        ],
                    }
                    : next
        ),
        new(
            "factors are never disabled",
            (before, command, next) =>
                command is VerifyCommand or ConfirmCommand && next.Factors.Any(f => f.Status == FactorStatus.Disabled)
                    ? next with
                    {
                        Factors = before.Factors,
                    }
                    : next
        ),
        new("an event is lost", (_, _, next) => next, DropsEvent: true),
        new(
            "the head of the trail is not stored",
            (before, command, next) => command is SignInCommand ? next with { AuditHash = before.AuditHash } : next
        ),
    ];

    public (TwoFactorAccount Next, IReadOnlyList<AuditEvent> Events) Plant(
        TwoFactorAccount before,
        object command,
        TwoFactorAccount next,
        IReadOnlyList<AuditEvent> events
    ) => (Alter(before, command, next), DropsEvent && events.Count > 1 ? [.. events.Skip(1)] : events);

    public override string ToString() => Name;

    private static Factor[] KeepState(TwoFactorAccount before, TwoFactorAccount next, string method) =>
        Array.ConvertAll(
            next.Factors,
            f => f.Method == method && before.FindFactor(f.Id) is { } old ? f with { State = old.State } : f
        );
}
