using System.Diagnostics.CodeAnalysis;

namespace TwoFactor;

internal static class ProofRules
{
    /// <summary>
    /// Checks the proof for a change. A code is handled like every code: it is spent, or counted as a failure. Unless
    /// the verdict is "accepted", the caller must not make the change.
    /// </summary>
    public static AttemptVerdict Check(AccountChange change, FreshProof? proof)
    {
        if (!HasPassword(change, proof))
            return new(TwoFactorOutcome.ReauthenticationRequired);

        if (!change.Account.IsEnabled)
            return new(TwoFactorOutcome.Accepted);

        if (proof.Code is not null)
            return CheckCode(change, proof.Code, proof.ChallengeId);

        return new(
            proof.SecondFactorVerifiedAt is { } at && IsFresh(change, at)
                ? TwoFactorOutcome.Accepted
                : TwoFactorOutcome.ReauthenticationRequired
        );
    }

    /// <summary>
    /// Checks what the first second factor asks for besides the password. A code goes the way of every code.
    /// </summary>
    public static AttemptVerdict CheckFirst(AccountChange change, FreshProof proof)
    {
        if (change.Options.Enrollment.FirstFactor == FirstFactorProof.Password)
            return new(TwoFactorOutcome.Accepted);

        var issued = Array.FindAll(
            change.Account.Factors,
            f => f.Method == FactorMethodNames.TemporaryCode && f.IsUsable(change.Now)
        );
        return proof.Code is null || issued.Length == 0
            ? AttemptRules.RefuseIfLocked(change) ?? new(TwoFactorOutcome.AdministratorCodeRequired)
            : AttemptRules.Attempt(change, new(proof.Code, null), issued);
    }

    /// <summary>Whether the evidence holds a fresh password, of a session that goes on.</summary>
    public static bool HasPassword(AccountChange change, [NotNullWhen(true)] FreshProof? proof) =>
        proof is not null
        && IsFresh(change, proof.PasswordVerifiedAt)
        && (proof.Epoch is not { } epoch || epoch == change.Account.Epoch);

    private static AttemptVerdict CheckCode(AccountChange change, string code, string? challengeId)
    {
        var asked = ChallengeRules.FindOpen(change, challengeId);
        if (challengeId is not null && asked is not { Purpose: ChallengePurpose.Change })
            return AttemptRules.RefuseIfLocked(change) ?? AttemptRules.Refuse(change, TwoFactorOutcome.Expired);

        var sent = ChallengeRules.FindSent(change, ChallengePurpose.Change);
        var verdict = AttemptRules.Attempt(change, new(code, sent, asked), Candidates(change));
        if (verdict.Outcome == TwoFactorOutcome.Accepted && asked is not null)
            ChallengeRules.Close(change, asked);

        return verdict;
    }

    private static Factor[] Candidates(AccountChange change) =>
        Array.FindAll(change.Account.Factors, f => f.IsUsable(change.Now));

    private static bool IsFresh(AccountChange change, DateTimeOffset at) =>
        change.Options.IsFresh(at, change.Now, change.Options.Enrollment.ReauthenticationMaxAge);
}
