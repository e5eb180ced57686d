namespace TwoFactor;

/// <summary>
/// Which factors a sign-in may use that must resist phishing. Who has such a factor uses it, and nothing else is looked
/// at. Who has none proves what there is, and is led to enrol one. Pure.
/// </summary>
internal static class ResistanceRules
{
    /// <summary>
    /// Whether an answer must resist phishing: the sign-in that it belongs to says so, or else the user's last one.
    /// </summary>
    public static bool IsDemanded(TwoFactorAccount account, Challenge? asked, ChallengePurpose purpose) =>
        purpose == ChallengePurpose.SignIn && (asked?.MustResist ?? account.MustResist);

    public static bool Resists(IReadOnlySet<string> resistant, Factor factor) =>
        !factor.IsBackup && resistant.Contains(factor.Method);

    /// <summary>
    /// Whether the user has a factor that resists phishing. A disabled one counts: otherwise wrong guesses that disable
    /// it would open the way for a weaker one.
    /// </summary>
    public static bool HasAny(TwoFactorAccount account, IReadOnlySet<string> resistant, string? exceptId = null) =>
        Array.Exists(
            account.Factors,
            f => f.Status != FactorStatus.Pending && f.Id != exceptId && Resists(resistant, f)
        );

    /// <summary>Whether a factor, which may be a backup, may answer a sign-in.</summary>
    public static bool Admits(
        TwoFactorAccount account,
        IReadOnlySet<string> resistant,
        bool isDemanded,
        Factor factor
    ) => !isDemanded || Resists(resistant, factor) || !HasAny(account, resistant);

    /// <summary>
    /// Whether a user of whom such a factor is demanded would lose the last one that works, by its removal or by a
    /// replacement of another method.
    /// </summary>
    public static bool IsLast(
        TwoFactorAccount account,
        IReadOnlySet<string> resistant,
        Factor factor,
        string? replacedBy = null
    ) =>
        factor.Status != FactorStatus.Pending
        && Resists(resistant, factor)
        && (replacedBy is null || !resistant.Contains(replacedBy))
        && !Array.Exists(
            account.Factors,
            f => f.Status == FactorStatus.Active && f.Id != factor.Id && Resists(resistant, f)
        );
}
