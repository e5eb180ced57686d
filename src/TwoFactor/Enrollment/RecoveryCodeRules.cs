namespace TwoFactor;

internal static class RecoveryCodeRules
{
    public static Factor? Find(TwoFactorAccount account) =>
        Array.Find(account.Factors, f => f.Method == FactorMethodNames.RecoveryCode);

    /// <summary>Replaces the set of recovery codes. The old codes are void from the same write on.</summary>
    public static void Replace(AccountChange change, RecoveryCodeDraft draft)
    {
        if (Find(change.Account) is { } old)
            change.Remove(old);

        var factor = new Factor
        {
            Id = draft.FactorId,
            Method = FactorMethodNames.RecoveryCode,
            Name = FactorMethodNames.RecoveryCode,
            Status = FactorStatus.Active,
            IsBackup = true,
            CreatedAt = change.Now,
            UsesLeft = draft.Codes.Count,
            State = draft.State,
        };
        change.Add(factor);
        change.Record(AuditEventTypes.RecoveryCodesGenerated, factor);
    }
}
