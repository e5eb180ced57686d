using System.Text.Json.Serialization;

namespace TwoFactor;

/// <summary>
/// Everything the library knows about one user's second factor: an immutable record, replaced as a whole in one
/// conditional write.
/// </summary>
internal sealed record TwoFactorAccount
{
    public const int CurrentSchema = 1;

    private readonly Moment _ticketsVoidUntil;
    private readonly Moment _lockedUntil;
    private readonly Moment _refusalNotedAt;
    private readonly Moment _nextSendAt;
    private readonly Moment _renamesSince;
    private readonly Moment _requiredSince;
    private readonly Moment _resistantSince;
    private readonly Moment _resetAt;
    private readonly Moment _lastVerifiedAt;

    public int Schema { get; init; } = CurrentSchema;

    public required string UserId { get; init; }

    /// <summary>
    /// Increased by every security change. Open challenges and trusted devices of an earlier epoch are removed.
    /// </summary>
    public int Epoch { get; init; }

    public Factor[] Factors { get; init; } = [];

    /// <summary>
    /// The open challenges that a code was sent for. All others are tickets, which need no place here.
    /// </summary>
    public Challenge[] Challenges { get; init; } = [];

    /// <summary>What tickets are signed with. It is made with the first ticket; without it there is none.</summary>
    public byte[]? TicketKey { get; init; }

    /// <summary>Moved by every lock and security change: tickets of an earlier round are void.</summary>
    public int Round { get; init; }

    /// <summary>The tickets of this round that were answered, until they would have expired.</summary>
    public UsedTicket[] UsedTickets
    {
        // A record of the version before has none, and the serializer then sets null.
        get => field ?? [];
        init;
    }

    /// <summary>Tickets that expire until then are void: some that were answered are no longer listed.</summary>
    public DateTimeOffset? TicketsVoidUntil
    {
        get => _ticketsVoidUntil.Time;
        init => _ticketsVoidUntil = new(value);
    }

    public TrustedDevice[] Devices { get; init; } = [];

    /// <summary>Consecutive failures over all factors, challenges, sessions and processes.</summary>
    public int Failures { get; init; }

    public DateTimeOffset? LockedUntil
    {
        get => _lockedUntil.Time;
        init => _lockedUntil = new(value);
    }

    /// <summary>When the trail was last told that codes come although the account is locked.</summary>
    public DateTimeOffset? RefusalNotedAt
    {
        get => _refusalNotedAt.Time;
        init => _refusalNotedAt = new(value);
    }

    /// <summary>The attempt that waits for a vendor's answer. Until then no other attempt is accepted.</summary>
    public RemoteCheck? RemoteCheck { get; init; }

    /// <summary>Sends since the last accepted code. The next member says when another is allowed.</summary>
    public int Sends { get; init; }

    public DateTimeOffset? NextSendAt
    {
        get => _nextSendAt.Time;
        init => _nextSendAt = new(value);
    }

    /// <summary>Renames since <see cref="RenamesSince"/>; a day has so many.</summary>
    public int Renames { get; init; }

    public DateTimeOffset? RenamesSince
    {
        get => _renamesSince.Time;
        init => _renamesSince = new(value);
    }

    /// <summary>When a policy first required a second factor of this user; the grace period counts from here.</summary>
    public DateTimeOffset? RequiredSince
    {
        get => _requiredSince.Time;
        init => _requiredSince = new(value);
    }

    /// <summary>
    /// When a policy first demanded a phishing-resistant method of this user; its grace period counts from here.
    /// </summary>
    public DateTimeOffset? ResistantSince
    {
        get => _resistantSince.Time;
        init => _resistantSince = new(value);
    }

    /// <summary>
    /// Whether the last sign-in had to resist phishing. It holds for codes that come without a sign-in's challenge.
    /// </summary>
    public bool MustResist { get; init; }

    /// <summary>Set by a reset: at the next sign-in the user must enrol.</summary>
    public bool MustEnroll { get; init; }

    public DateTimeOffset? ResetAt
    {
        get => _resetAt.Time;
        init => _resetAt = new(value);
    }

    /// <summary>
    /// The version of the roster's page when the user was last listed in it; 0 for never. A page that is older was put
    /// back.
    /// </summary>
    public long RosterVersion { get; init; }

    /// <summary>
    /// Made in place of a record that somebody removed: nobody gets in before an administrator has reset the user.
    /// </summary>
    public bool IsLost { get; init; }

    public DateTimeOffset? LastVerifiedAt
    {
        get => _lastVerifiedAt.Time;
        init => _lastVerifiedAt = new(value);
    }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The head of the audit chain. It reveals when the end of the trail was cut off.</summary>
    public long AuditSequence { get; init; }

    public byte[] AuditHash { get; init; } = [];

    /// <summary>What the trail begins after, if its beginning was erased or dropped.</summary>
    public TrailStart? AuditStart { get; init; }

    /// <summary>Made in place of a record that cannot be decrypted or is missing. Not stored.</summary>
    [JsonIgnore]
    public bool IsReplacement { get; init; }

    /// <summary>
    /// Whether the user has a second factor, active or disabled. A disabled one still blocks sign-in until the user
    /// enrols again.
    /// </summary>
    [JsonIgnore]
    public bool IsEnabled => Array.Exists(Factors, f => !f.IsBackup && f.Status != FactorStatus.Pending);

    [JsonIgnore]
    public bool HasActiveFactor => Array.Exists(Factors, f => !f.IsBackup && f.Status == FactorStatus.Active);

    /// <summary>
    /// Whether the user was erased and nothing happened since: the trail's only event is the erasure.
    /// </summary>
    [JsonIgnore]
    public bool IsErased =>
        !IsReplacement && AuditStart is { IsRetention: false } start && AuditSequence == start.Sequence + 1;

    /// <summary>Whether its loss would let somebody in: then the roster knows the user.</summary>
    [JsonIgnore]
    public bool IsProtected => IsEnabled || MustEnroll;

    public bool IsLocked(DateTimeOffset now) => LockedUntil is { } until && now < until;

    // A lambda would be made anew by each call, here and in the rules that every verification passes.
    public Factor? FindFactor(string factorId)
    {
        foreach (var factor in Factors)
        {
            if (factor.Id == factorId)
                return factor;
        }

        return null;
    }

    public Challenge? FindChallenge(string challengeId)
    {
        foreach (var challenge in Challenges)
        {
            if (challenge.Id == challengeId)
                return challenge;
        }

        return null;
    }

    /// <summary>The factors with another in the place of the one with its id.</summary>
    public Factor[] FactorsWith(Factor factor)
    {
        Factor[] factors = [.. Factors];
        for (var i = 0; i < factors.Length; i++)
        {
            if (factors[i].Id == factor.Id)
                factors[i] = factor;
        }

        return factors;
    }

    public override string ToString() => $"account at epoch {Epoch} with {Factors.Length} factors";
}
