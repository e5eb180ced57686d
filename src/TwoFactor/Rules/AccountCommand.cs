namespace TwoFactor;

/// <summary>
/// A command on an account. <see cref="Apply"/> is a pure function of (account, command, now): no I/O, no clock, no
/// randomness of its own. After a lost write conflict it is applied again, to the newer account.
/// </summary>
internal abstract class AccountCommand<TResult>
{
    public required string UserId { get; init; }

    /// <summary>
    /// Whether the command repairs an account that cannot be decrypted or has a time in the future: only a reset does.
    /// </summary>
    public virtual bool IsRemedy => false;

    /// <summary>
    /// Whether an administrator needs it done now: it overtakes other commands, and does not give up with "throttled".
    /// </summary>
    public virtual bool IsUrgent => IsRemedy;

    /// <summary>
    /// Whether a user who has a second factor, and is not in the roster, is put there. Never on the way of a
    /// verification: users share the pages.
    /// </summary>
    public virtual bool ListsUser => IsRemedy;

    /// <summary>Whether the answer is that the account is locked.</summary>
    public virtual bool IsLockedOut(TResult result) => false;

    public abstract Transition<TResult> Apply(TwoFactorAccount account, RuleContext context);

    /// <summary>The answer after too many lost write conflicts: "try again", never "accepted".</summary>
    public abstract TResult Contended { get; }

    /// <summary>The answer if a message may not be sent now. Called only for commands that send.</summary>
    public virtual TResult Throttled(TimeSpan? retryAfter) => Contended;
}
