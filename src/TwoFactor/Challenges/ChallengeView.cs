namespace TwoFactor;

/// <summary>Reads from the record what may be shown of a challenge.</summary>
internal static class ChallengeView
{
    public static ChallengeStatus Of(
        TwoFactorAccount account,
        string challengeId,
        DateTimeOffset now,
        TwoFactorOptions options,
        FactorMethodRegistry methods
    )
    {
        var lockedUntil = account.IsLocked(now) ? account.LockedUntil : null;
        if (ChallengeRules.Find(account, challengeId, now, options) is not { } challenge)
            return new()
            {
                IsOpen = false,
                LockedUntil = lockedUntil,
                Epoch = account.Epoch,
            };

        var admitted = Array.FindAll(
            account.Factors,
            f => ResistanceRules.Admits(account, methods.Resistant, challenge.MustResist, f)
        );
        var factors = FactorsOf(admitted, challenge, now);
        return new()
        {
            IsOpen = true,
            Purpose = challenge.Purpose,
            ExpiresAt = challenge.ExpiresAt,
            Factors = [.. factors.Select(f => new ChallengeFactor(f, methods))],
            Methods = MethodsOf(admitted, challenge, factors, now),
            Deliveries = challenge.Deliveries ?? [],
            LockedUntil = lockedUntil,
            Epoch = account.Epoch,
        };
    }

    // In the order of OpenChallengeCommand, which takes the first factor if the user names none.
    private static List<Factor> FactorsOf(Factor[] admitted, Challenge challenge, DateTimeOffset now) =>
        challenge.FactorId is { } id
            ? [.. admitted.Where(f => f.Id == id)]
            :
            [
                .. admitted
                    .Where(f => !f.IsBackup && f.IsUsable(now))
                    .OrderByDescending(f => f.LastUsedAt ?? DateTimeOffset.MinValue),
            ];

    // The method of a temporary code is not listed: a password alone must not reveal that an administrator issued one.
    private static List<string> MethodsOf(
        Factor[] admitted,
        Challenge challenge,
        List<Factor> factors,
        DateTimeOffset now
    )
    {
        var methods = factors.Select(f => f.Method).Distinct(StringComparer.Ordinal).ToList();
        var hasBackup = Array.Exists(
            admitted,
            f => f.Method == FactorMethodNames.RecoveryCode && f.IsUsable(now) && f.UsesLeft is > 0
        );
        if (hasBackup && challenge.Purpose != ChallengePurpose.Enrollment)
            methods.Add(FactorMethodNames.RecoveryCode);

        return methods;
    }
}
