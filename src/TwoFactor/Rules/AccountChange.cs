namespace TwoFactor;

/// <summary>
/// A change in progress: the account and the events so far. Every event moves the head of the audit chain within the
/// account, so the trail always matches the state.
/// </summary>
internal sealed class AccountChange(TwoFactorAccount account, RuleContext context)
{
    private readonly AuditTrail _trail = new(
        account.UserId,
        account.AuditSequence,
        account.AuditHash,
        context.Now,
        context.CorrelationId
    );

    public TwoFactorAccount Account { get; set; } = account;

    public RuleContext Context { get; } = context;

    /// <summary>The message to send after the change is written.</summary>
    public PreparedSend? Send { get; set; }

    /// <summary>The question to a vendor, whose answer decides.</summary>
    public RemoteQuestion? Question { get; set; }

    /// <summary>The sent code that the change accepts.</summary>
    public AcceptedSend? Accepted { get; set; }

    public DateTimeOffset Now => Context.Now;

    public TwoFactorOptions Options => Context.Options;

    public void Record(
        string type,
        Factor? factor = null,
        TwoFactorOutcome? outcome = null,
        string? decision = null,
        string? detail = null,
        string? actor = null,
        string? reason = null
    )
    {
        _trail.Add(
            new AuditEntry
            {
                Type = type,
                FactorId = factor?.Id,
                Method = factor?.Method,
                Outcome = outcome?.ToCode() ?? decision,
                Detail = detail,
                Actor = actor,
                Reason = reason,
            }
        );
    }

    /// <summary>
    /// Called when an administrator gives a user a way back in (a temporary code, an import). If all factors are
    /// disabled, it clears the failures that disabled them.
    /// </summary>
    public void ForgiveIfUnusable()
    {
        if (!Account.HasActiveFactor)
            Account = Account with { Failures = 0, LockedUntil = null, RemoteCheck = null };
    }

    public void Replace(Factor factor) => Account = Account with { Factors = Account.FactorsWith(factor) };

    public void Add(Factor factor) => Account = Account with { Factors = [.. Account.Factors, factor] };

    public void Remove(Factor factor) =>
        Account = Account with
        {
            Factors = Array.FindAll(Account.Factors, f => f.Id != factor.Id),
            Challenges = Array.FindAll(Account.Challenges, c => c.FactorId != factor.Id),
        };

    /// <summary>Closes all challenges: those in the record, and by a new round the tickets.</summary>
    public void CloseChallenges() =>
        Account = Account with
        {
            Challenges = [],
            Round = Account.Round + 1,
            UsedTickets = [],
            TicketsVoidUntil = null,
        };

    /// <summary>
    /// A security change. It closes all open challenges, revokes trusted devices, and increases the epoch, so that the
    /// host ends other sessions (ASVS 7.4.3). It also drops pending factors: an enrolment that began with a password
    /// alone must not end up beside a proven factor.
    /// </summary>
    public void BumpEpoch()
    {
        RemoteRules.Abandon(this);
        CloseChallenges();
        Account = Account with
        {
            Epoch = Account.Epoch + 1,
            Devices = [],
            Factors = Array.FindAll(Account.Factors, f => f.Status != FactorStatus.Pending),
        };
    }

    public Transition<TResult> Done<TResult>(TResult result) =>
        new(
            Pruned() with
            {
                UpdatedAt = Now,
                AuditSequence = _trail.Sequence,
                AuditHash = _trail.Hash,
            },
            result,
            _trail.Added
        )
        {
            Send = Send,
            Accepted = Accepted,
            Question = Question,
        };

    /// <summary>
    /// Refuses the command. What was recorded on the way, e.g. a counted failure, is written all the same.
    /// </summary>
    public Transition<TResult> Refused<TResult>(TResult result) =>
        _trail.Added.Count > 0 || Question is not null ? Done(result) : new(null, result, []);

    /// <summary>
    /// What has expired is dropped by the next write: pending factors, temporary codes, challenges, devices,
    /// and the tickets that were answered.
    /// </summary>
    private TwoFactorAccount Pruned() => HasExpired(Account, Now) ? Prune(Account, Now) : Account;

    public static bool HasExpired(TwoFactorAccount account, DateTimeOffset now)
    {
        foreach (var factor in account.Factors)
        {
            if (factor.IsExpired(now))
                return true;
        }

        foreach (var challenge in account.Challenges)
        {
            if (!challenge.IsOpen(now))
                return true;
        }

        foreach (var device in account.Devices)
        {
            if (device.ExpiresAt <= now)
                return true;
        }

        foreach (var ticket in account.UsedTickets)
        {
            if (ticket.ExpiresAt <= now)
                return true;
        }

        return false;
    }

    private static TwoFactorAccount Prune(TwoFactorAccount account, DateTimeOffset now) =>
        account with
        {
            Factors = Array.FindAll(account.Factors, f => !f.IsExpired(now)),
            Challenges = Array.FindAll(account.Challenges, c => c.IsOpen(now)),
            Devices = Array.FindAll(account.Devices, d => d.ExpiresAt > now),
            UsedTickets = Array.FindAll(account.UsedTickets, t => t.ExpiresAt > now),
        };
}
