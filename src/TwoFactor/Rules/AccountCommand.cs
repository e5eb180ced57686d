namespace TwoFactor;

/// <summary>
/// Something to do to an account. <see cref="Apply"/> is a pure function of (account, command, now): no I/O, no clock,
/// no randomness of its own. It may be applied several times, each time to a newer account, until the write wins.
/// </summary>
internal abstract class AccountCommand<TResult>
{
    public required string UserId { get; init; }

    /// <summary>
    /// Whether the command is the remedy for an account that does not open, or that a wrong clock wrote: only a reset
    /// is.
    /// </summary>
    public virtual bool IsRemedy => false;

    /// <summary>
    /// Whether an administrator needs it done now: it goes before others, and does not give up as "throttled".
    /// </summary>
    public virtual bool IsUrgent => IsRemedy;

    /// <summary>
    /// Whether a user who has a second factor, and is not in the roster, is put there. Never on the way of a
    /// verification: users share the pages.
    /// </summary>
    public virtual bool ListsUser => IsRemedy;

    public abstract Transition<TResult> Apply(TwoFactorAccount account, RuleContext context);

    /// <summary>The answer when the write lost too many races: "try again", never "yes".</summary>
    public abstract TResult Contended { get; }

    /// <summary>The answer when a message may not be sent now. Commands that send none are never asked.</summary>
    public virtual TResult Throttled(TimeSpan? retryAfter) => Contended;
}
