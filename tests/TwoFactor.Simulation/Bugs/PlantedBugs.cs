using TwoFactor.Email;
using TwoFactor.Simulation.Checking;
using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation.Bugs;

/// <summary>Bugs that happened, here or elsewhere, or that the next change might bring.</summary>
internal static class PlantedBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        Transition(
            "the matched step is not stored",
            (before, next, events) => Accepts(events) ? KeepState(before, next, FactorMethodNames.Totp) : next
        ),
        Transition(
            "the confirming code is not spent",
            (_, next, events) => Has(events, AuditEventTypes.FactorConfirmed) ? ForgetSteps(next) : next
        ),
        Transition(
            "a recovery code is not spent",
            (before, next, events) => Accepts(events) ? KeepState(before, next, FactorMethodNames.RecoveryCode) : next
        ),
        Transition(
            "a temporary code is not spent",
            (before, next, events) => Accepts(events) ? KeepState(before, next, FactorMethodNames.TemporaryCode) : next
        ),
        Transition(
            "a code that was sent is not spent",
            (before, next, events) =>
                Accepts(events) && !Has(events, AuditEventTypes.FactorConfirmed)
                    ? next with
                    {
                        Challenges = before.Challenges,
                    }
                    : next
        ),
        Transition(
            "a code that was mailed is not spent",
            (before, next, events) =>
                IsAcceptedBy(events, EmailFactor.Method) && !Has(events, AuditEventTypes.FactorConfirmed)
                    ? next with
                    {
                        Challenges = before.Challenges,
                    }
                    : next
        ),
        Transition(
            "a failure is not counted",
            (before, next, _) =>
                next.Failures > before.Failures
                    ? next with
                    {
                        Failures = before.Failures,
                        LockedUntil = before.LockedUntil,
                    }
                    : next
        ),
        Transition(
            "a sign-in resets the count of failures",
            (_, next, events) => Has(events, AuditEventTypes.SignIn) ? next with { Failures = 0 } : next
        ),
        Transition(
            "a sent code resets the count of failures",
            (_, next, events) => Has(events, AuditEventTypes.ChallengeOpened) ? next with { Failures = 0 } : next
        ),
        Transition(
            "success does not reset the count",
            (before, next, events) =>
                Accepts(events) && next.Failures < before.Failures ? next with { Failures = before.Failures } : next
        ),
        Transition(
            "the lock does not grow",
            (before, next, _) =>
                next.Failures > 5 && next.LockedUntil > before.LockedUntil.GetValueOrDefault()
                    ? next with
                    {
                        LockedUntil = next.UpdatedAt.AddSeconds(30),
                    }
                    : next
        ),
        Transition(
            "each refusal at a locked account is written",
            (_, next, events) => HasRefused(events) ? next with { RefusalNotedAt = null } : next
        ),
        Transition(
            "a sign-in lifts the lock",
            (_, next, events) => Has(events, AuditEventTypes.SignIn) ? next with { LockedUntil = null } : next
        ),
        Transition(
            "a lock leaves the challenges open",
            (before, next, events) =>
                Has(events, AuditEventTypes.Locked)
                    ? next with
                    {
                        Challenges = before.Challenges,
                        Round = before.Round,
                    }
                    : next
        ),
        Transition(
            "an answered challenge stays open",
            (before, next, events) =>
                Accepts(events) && next.Challenges.Length < before.Challenges.Length && next.Epoch == before.Epoch
                    ? next with
                    {
                        Challenges = before.Challenges,
                    }
                    : next
        ),
        Transition(
            "a sign-in is completed twice",
            (before, next, events) => Accepts(events) ? next with { UsedTickets = before.UsedTickets } : next
        ),
        Transition(
            "a code is not bound to the sign-in that asked for it",
            (_, next, events) =>
                Has(events, AuditEventTypes.ChallengeOpened)
                    ? next with
                    {
                        Challenges = Array.ConvertAll(next.Challenges, c => c with { SignInId = null }),
                    }
                    : next
        ),
        Transition(
            "wrong confirming codes are not counted",
            (_, next, _) => next with { Factors = Array.ConvertAll(next.Factors, f => f with { Failures = 0 }) }
        ),
        Transition(
            "challenges survive a security change",
            (before, next, _) =>
                next.Epoch > before.Epoch ? next with { Challenges = before.Challenges, Round = before.Round } : next
        ),
        Transition(
            "a security change does not bump the epoch",
            (before, next, events) =>
                Has(events, AuditEventTypes.RecoveryCodesGenerated) || Has(events, AuditEventTypes.SessionsEnded)
                    ? next with
                    {
                        Epoch = before.Epoch,
                    }
                    : next
        ),
        Transition(
            "a pending factor is active at once",
            (_, next, events) =>
                Has(events, AuditEventTypes.EnrollmentStarted)
                    ? next with
                    {
                        Factors = Array.ConvertAll(
                            next.Factors,
                            f => f.Status == FactorStatus.Pending ? f with { Status = FactorStatus.Active } : f
                        ),
                    }
                    : next
        ),
        Transition(
            "a pending factor never expires",
            (_, next, events) =>
                Has(events, AuditEventTypes.EnrollmentStarted)
                    ? next with
                    {
                        Factors = Array.ConvertAll(
                            next.Factors,
                            f => f.Status == FactorStatus.Pending ? f with { ExpiresAt = f.ExpiresAt?.AddYears(1) } : f
                        ),
                    }
                    : next
        ),
        Transition(
            "a reset leaves the factors",
            (before, next, events) => Has(events, AuditEventTypes.Reset) ? next with { Factors = before.Factors } : next
        ),
        Transition(
            "an erasure leaves the factors",
            (before, next, events) =>
                Has(events, AuditEventTypes.Erased) ? next with { Factors = before.Factors } : next
        ),
        Transition(
            "a removed factor stays",
            (before, next, events) =>
                Has(events, AuditEventTypes.FactorRemoved) ? next with { Factors = before.Factors } : next
        ),
        Transition(
            "new recovery codes leave the old set",
            (before, next, events) =>
                Has(events, AuditEventTypes.RecoveryCodesGenerated) && !Has(events, AuditEventTypes.FactorConfirmed)
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
        Transition(
            "the head of the trail is not stored",
            (before, next, events) =>
                Has(events, AuditEventTypes.SignIn) ? next with { AuditHash = before.AuditHash } : next
        ),
        Transition(
            "a purge or a re-seal lifts the lock",
            (_, next, events) => events.Count == 0 ? next with { LockedUntil = null, Failures = 0 } : next
        ),
        Transition(
            "a receipt opens an answered challenge again",
            (before, next, events) =>
                events.Count == 0 && before.Challenges.Length > 0
                    ? next with
                    {
                        Challenges = Array.ConvertAll(
                            next.Challenges,
                            c => c with { ExpiresAt = c.ExpiresAt.AddHours(1) }
                        ),
                    }
                    : next
        ),
        Transition(
            "a charge is given back when the vendor is not reached, though the app was guessed at",
            (_, next, _) =>
                next.RemoteCheck is { IsGuess: true, IsProven: false } waiting
                    ? next with
                    {
                        RemoteCheck = waiting with { IsGuess = false },
                    }
                    : next
        ),
        Transition(
            "an attempt that the vendor decides is charged when it has answered",
            (before, next, _) => IsAsked(before, next) ? next with { Failures = before.Failures } : next
        ),
        Transition(
            "a vendor that hangs makes a free guess",
            (_, next, events) =>
                events.Any(e => e.Detail is VendorDetails.NoAnswer or VendorDetails.LostAnswer)
                    ? next with
                    {
                        Failures = Math.Max(0, next.Failures - 1),
                    }
                    : next
        ),
        Transition(
            "a lock is not due while a vendor is asked",
            (before, next, events) =>
                before.RemoteCheck is not null && Has(events, AuditEventTypes.Locked)
                    ? next with
                    {
                        LockedUntil = before.LockedUntil,
                    }
                    : next
        ),
        Transition(
            "a charge that a vendor gave back is given back again",
            (before, next, _) =>
                before.RemoteCheck is { IsProven: false } && next.RemoteCheck is { IsProven: true }
                    ? next with
                    {
                        RemoteCheck = before.RemoteCheck,
                    }
                    : next
        ),
        Transition(
            "a right code of the vendor outlives a security change",
            (before, next, _) => next.Epoch > before.Epoch ? next with { RemoteCheck = before.RemoteCheck } : next
        ),
        new()
        {
            Name = "a vendor's silence is taken for a yes",
            Place = "vendor",
            TakesSilenceForYes = true,
        },
        Transition(
            "a key's challenge is not single use",
            (before, next, events) =>
                IsAcceptedBy(events, WebAuthnFactor.Method) ? next with { UsedTickets = before.UsedTickets } : next
        ),
        new()
        {
            Name = "a key is asked for the same at every challenge",
            Place = "method",
            Keys = k => new OneChallengeForAll(k),
        },
        new()
        {
            Name = "another user's key is accepted",
            Place = "method",
            Keys = k => new AnyonesKey(k),
        },
        new()
        {
            Name = "a key's counter is ignored",
            Place = "method",
            Keys = k => new CounterIgnored(k),
        },
        Transition(
            "a key's counter is not stored",
            (before, next, events) =>
                Accepts(events) && !Has(events, AuditEventTypes.FactorConfirmed)
                    ? KeepState(before, next, WebAuthnFactor.Method)
                    : next
        ),
        new()
        {
            Name = "a key's origin is not checked",
            Place = "method",
            TakesOtherOrigins = true,
        },
        new()
        {
            Name = "the trail does not say whose counter ran back",
            Place = "transition",
            AlterEvents = e => [.. e.Select(x => x.Detail == "counter" ? x with { FactorId = null } : x)],
        },
        new()
        {
            Name = "an event is lost",
            Place = "transition",
            AlterEvents = e => e.Count > 1 ? [.. e.Skip(1)] : e,
        },
        new()
        {
            Name = "an event is changed on the way",
            Place = "transition",
            AlterEvents = e => [.. e.Select(x => x.Outcome == "invalid_code" ? x with { Outcome = "expired" } : x)],
        },
        new()
        {
            Name = "a failed write counts as done",
            Place = "service",
            Store = s => new FailureIsDone(s),
        },
        new()
        {
            Name = "a write in doubt is done again",
            Place = "service",
            Store = s => new DoubtIsLost(s),
        },
        new()
        {
            Name = "a lost race is answered as won",
            Place = "service",
            Store = s => new LostIsWon(s),
        },
        new()
        {
            Name = "the answer does not wait for the write",
            Place = "service",
            Store = s => new NotWaitedFor(s),
        },
        new()
        {
            Name = "a write that finds the expected version claims to have written it",
            Place = "service",
            Store = s => new VersionAnew(s),
        },
        new()
        {
            Name = "limits are not kept",
            Place = "service",
            ForgetsQuotas = "",
        },
        new()
        {
            Name = "the limits of mailboxes are not kept",
            Place = "service",
            ForgetsQuotas = EmailFactor.Method,
        },
        new()
        {
            Name = "the last write wins",
            Place = "store",
            Judge = (_, _, _, _) => true,
            OverwritesEvents = true,
        },
        new()
        {
            Name = "the version is checked when events come with it alone",
            Place = "store",
            Judge = (_, isExpected, _, events) => isExpected || events.Count == 0,
        },
        new()
        {
            Name = "an older version may be written over",
            Place = "store",
            Judge = (before, isExpected, row, _) => isExpected || before?.Version == row.Version,
            OverwritesEvents = true,
        },
        new()
        {
            Name = "a refused write leaves its events",
            Place = "store",
            WritesEventsOfRefusals = true,
            OverwritesEvents = true,
        },
        new()
        {
            Name = "a refused write is answered as done",
            Place = "store",
            IsRefusalTakenForDone = true,
        },
        new()
        {
            Name = "events are written in the wrong order",
            Place = "store",
            AlterEvents = e => [.. e.Reverse()],
        },
        new()
        {
            Name = "events leave the record before they are copied",
            Place = "store of records",
            DropsEventsBeforeTheyAreCopied = true,
        },
        new()
        {
            Name = "an event is copied under another number",
            Place = "store of records",
            CopiesUnderAnotherNumber = true,
        },
        new()
        {
            Name = "a copy that failed is taken for done",
            Place = "store of records",
            TakesFailedCopiesForDone = true,
        },
        new()
        {
            Name = "a reader looks at the copies alone",
            Place = "store of records",
            ReadsCopiesAlone = true,
        },
        new()
        {
            Name = "a reader looks at the copies before the record",
            Place = "store of records",
            ReadsCopiesFirst = true,
        },
        new()
        {
            Name = "a late copy brings back what was erased",
            Place = "store of records",
            ForgetsErasures = true,
        },
        new()
        {
            Name = "a message without a clear answer is sent again",
            Place = "gateway",
            Gateway = g => new SendsAgain(g),
        },
        new()
        {
            Name = "a mail without a clear answer is sent again",
            Place = "gateway",
            MailGateway = g => new MailsAgain(g),
        },
    ];

    private static PlantedBug Transition(
        string name,
        Func<TwoFactorAccount, TwoFactorAccount, IReadOnlyList<AuditEvent>, TwoFactorAccount> alter
    ) =>
        new()
        {
            Name = name,
            Place = "transition",
            Alter = alter,
        };

    private static bool Has(IReadOnlyList<AuditEvent> events, string type)
    {
        foreach (var e in events)
        {
            if (e.Type == type)
                return true;
        }

        return false;
    }

    private static bool IsAsked(TwoFactorAccount before, TwoFactorAccount next) =>
        next.RemoteCheck is { IsProven: false } waiting && waiting.Id != before.RemoteCheck?.Id;

    private static bool HasRefused(IReadOnlyList<AuditEvent> events) =>
        events.Any(e => e is { Type: AuditEventTypes.Verification, Outcome: "locked" });

    private static bool Accepts(IReadOnlyList<AuditEvent> events) =>
        events.Any(e => e.Type == AuditEventTypes.Verification && e.Outcome == "accepted");

    private static bool IsAcceptedBy(IReadOnlyList<AuditEvent> events, string method) =>
        events.Any(e => e.Type == AuditEventTypes.Verification && e.Outcome == "accepted" && e.Method == method);

    private static TwoFactorAccount KeepState(TwoFactorAccount before, TwoFactorAccount next, string method) =>
        next with
        {
            Factors = Array.ConvertAll(
                next.Factors,
                f =>
                    f.Method == method && before.FindFactor(f.Id) is { } old
                        ? f with
                        {
                            State = old.State,
                            UsesLeft = old.UsesLeft,
                        }
                        : f
            ),
        };

    // As if nothing had been accepted by it yet.
    private static TwoFactorAccount ForgetSteps(TwoFactorAccount next) =>
        next with
        {
            Factors = Array.ConvertAll(
                next.Factors,
                f =>
                    f.Method == FactorMethodNames.Totp
                        ? f with
                        {
                            State = TotpState.Create(new TotpState(f.State).Parameters, new TotpState(f.State).Secret),
                        }
                        : f
            ),
        };
}
