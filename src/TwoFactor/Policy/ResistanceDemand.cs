namespace TwoFactor;

/// <summary>
/// What the policy demands of a sign-in in resistance to phishing. A pure function, like
/// <see cref="RequirementRules"/>.
/// </summary>
internal sealed record ResistanceDemand
{
    /// <summary>Whether it is demanded of the user, now or after the grace period.</summary>
    public bool IsDemanded { get; private init; }

    /// <summary>Whether this sign-in must be completed with a phishing-resistant method.</summary>
    public bool MustResist { get; private init; }

    /// <summary>Whether the user has to enrol such a method first.</summary>
    public bool MustEnroll { get; private init; }

    /// <summary>Until when a user without such a method may sign in with another; null for never.</summary>
    public DateTimeOffset? GraceUntil { get; private init; }

    /// <summary>The rules that matched.</summary>
    public IReadOnlyList<string> Rules { get; private init; } = [];

    /// <summary>Whether a factor, which may be a backup, may answer.</summary>
    public Func<Factor, bool> Admits { get; private init; } = _ => true;

    /// <param name="policy">The policy.</param>
    /// <param name="roles">The user's roles.</param>
    /// <param name="account">The user's record.</param>
    /// <param name="now">The time.</param>
    /// <param name="isLifted">Whether the sign-in is free of obligations, by an exemption or by its client.</param>
    /// <param name="resistant">The methods that resist phishing.</param>
    public static ResistanceDemand Of(
        RequirementPolicy policy,
        IReadOnlyList<string> roles,
        TwoFactorAccount account,
        DateTimeOffset now,
        bool isLifted,
        IReadOnlySet<string> resistant
    )
    {
        string[] rules =
        [
            .. RequirementRules.Matches(policy.PhishingResistantRoles, roles).Select(r => $"phishing_resistant:{r}"),
        ];
        var has = ResistanceRules.HasAny(account, resistant);

        // What lifts the obligation to enrol does not lift the challenge of a factor that the user has.
        if (rules.Length == 0 || (isLifted && !has))
            return new();

        if (has)
            return new()
            {
                IsDemanded = true,
                MustResist = true,
                Rules = rules,
                Admits = f => ResistanceRules.Resists(resistant, f),
            };

        var graceUntil = RequirementRules.GraceUntil(policy, account.ResistantSince ?? now);
        var isInGrace = now < graceUntil;
        return new()
        {
            IsDemanded = true,
            MustResist = !isInGrace,
            MustEnroll = !isInGrace,
            GraceUntil = isInGrace ? graceUntil : null,
            Rules = rules,
        };
    }
}
