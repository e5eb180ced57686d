namespace TwoFactor.Tests;

/// <summary>
/// What should happen, told a second time and more simply: sets, counters and no code shared with the rules. It
/// predicts every outcome.
/// </summary>
internal sealed class Model
{
    private const int Budget = 3;

    private static readonly int[] s_locks = [30, 60, 300, 900, 3600];

    public Dictionary<string, ModelFactor> Factors { get; } = [];

    public Dictionary<string, ModelChallenge> Challenges { get; } = [];

    public HashSet<string> Devices { get; } = [];

    public Dictionary<string, bool> RecoveryCodes { get; } = [];

    public string? TemporaryCode { get; private set; }

    public bool TemporaryCodeUsed { get; private set; }

    public bool TemporaryCodeDisabled { get; private set; }

    public bool RecoveryDisabled { get; private set; }

    public DateTimeOffset TemporaryCodeExpiry { get; private set; }

    public int Failures { get; private set; }

    public DateTimeOffset LockedUntil { get; private set; }

    public int Epoch { get; private set; }

    public bool Known { get; set; }

    public bool IsEnabled => Factors.Values.Any(f => f.Status != FactorStatus.Pending);

    public bool HasActive => Factors.Values.Any(f => f.Status == FactorStatus.Active);

    public bool CanAnswer(DateTimeOffset now) =>
        HasActive
        || (!RecoveryDisabled && RecoveryCodes.Values.Any(isUsed => !isUsed))
        || (TemporaryCode is not null && !TemporaryCodeUsed && !TemporaryCodeDisabled && now < TemporaryCodeExpiry);

    public bool IsLocked(DateTimeOffset now) => now < LockedUntil;

    public TwoFactorOutcome Verify(ModelCode code, string? challengeId, DateTimeOffset now)
    {
        if (!Known)
            return TwoFactorOutcome.NotEnrolled;

        if (IsLocked(now))
            return TwoFactorOutcome.Locked;

        ModelChallenge? challenge = null;
        if (
            challengeId is not null
            && (
                !Challenges.TryGetValue(challengeId, out challenge)
                || now >= challenge.ExpiresAt
                || challenge.Purpose == ChallengePurpose.Enrollment
            )
        )
            return TwoFactorOutcome.Expired;

        if (!AnyCandidate(now))
            return IsEnabled ? TwoFactorOutcome.Locked : TwoFactorOutcome.NotEnrolled;

        if (!CanBeCode(code, challenge, now))
            return TwoFactorOutcome.InvalidCode;

        var outcome = Judge(code, challengeId, challenge, now);
        Settle(outcome, now);
        if (outcome == TwoFactorOutcome.Accepted)
        {
            Close(challengeId);
            Close(code.SentBy);
        }

        return outcome;
    }

    public TwoFactorOutcome NotMe(string challengeId, DateTimeOffset now)
    {
        if (!Challenges.TryGetValue(challengeId, out var challenge) || now >= challenge.ExpiresAt)
            return TwoFactorOutcome.NotFound;

        Close(challengeId);
        return TwoFactorOutcome.Accepted;
    }

    /// <summary>A sign-in goes with all codes that were sent for it, and they with it.</summary>
    private void Close(string? challengeId)
    {
        if (challengeId is null || !Challenges.TryGetValue(challengeId, out var closed))
            return;

        var signIn = closed.SignIn ?? challengeId;
        foreach (var (id, challenge) in Challenges)
        {
            if (id == challengeId || id == signIn || challenge.SignIn == signIn)
                Challenges.Remove(id);
        }
    }

    public void RemoveChallengesOf(string factorId)
    {
        foreach (var id in Challenges.Where(c => c.Value.FactorId == factorId).Select(c => c.Key).ToList())
            Challenges.Remove(id);
    }

    public TwoFactorOutcome Confirm(string factorId, ModelCode code, DateTimeOffset now)
    {
        if (!Known)
            return TwoFactorOutcome.Expired;

        if (IsLocked(now))
            return TwoFactorOutcome.Locked;

        if (
            !Factors.TryGetValue(factorId, out var factor)
            || factor.Status != FactorStatus.Pending
            || now >= factor.ExpiresAt
        )
            return TwoFactorOutcome.Expired;

        if (!factor.IsSent && code.Text.Length != 8)
            return TwoFactorOutcome.InvalidCode;

        var isRight =
            code.FactorId == factorId && (factor.IsSent ? IsConfirming(factorId, code, now) : InWindow(code.Step, now));
        var hadActive = HasActive;
        if (!isRight)
        {
            // It counts against the pending factor alone, which goes with the last.
            if (++factor.Failures == Budget)
            {
                Factors.Remove(factorId);
                RemoveChallengesOf(factorId);
            }

            return TwoFactorOutcome.InvalidCode;
        }

        factor.LastStep = factor.IsSent ? long.MinValue : code.Step;
        factor.Status = FactorStatus.Active;
        if (!hadActive)
            (Failures, LockedUntil) = (0, default);

        SecurityChange();
        return TwoFactorOutcome.Accepted;
    }

    public void SecurityChange()
    {
        Epoch++;
        foreach (var pending in Factors.Where(f => f.Value.Status == FactorStatus.Pending).Select(f => f.Key).ToList())
            Factors.Remove(pending);

        Challenges.Clear();
        Devices.Clear();
    }

    public void NewRecoveryCodes(IReadOnlyList<string> codes)
    {
        RecoveryCodes.Clear();
        RecoveryDisabled = false;
        foreach (var code in codes)
            RecoveryCodes[code] = false;
    }

    public void NewTemporaryCode(string code, DateTimeOffset expiry)
    {
        (TemporaryCode, TemporaryCodeUsed, TemporaryCodeExpiry, TemporaryCodeDisabled) = (code, false, expiry, false);
        if (!HasActive)
            (Failures, LockedUntil) = (0, default);
    }

    public void Reset()
    {
        Factors.Clear();
        RecoveryCodes.Clear();
        TemporaryCode = null;
        (Failures, LockedUntil) = (0, default);
        SecurityChange();
    }

    public void RemoveFactor(string factorId)
    {
        var wasPending = Factors[factorId].Status == FactorStatus.Pending;
        Factors.Remove(factorId);
        RemoveChallengesOf(factorId);
        if (wasPending)
            return;

        if (!IsEnabled)
        {
            RecoveryCodes.Clear();
            TemporaryCode = null;
        }

        SecurityChange();
    }

    private bool AnyCandidate(DateTimeOffset now) => HasActive || HasBackup(now);

    private bool HasBackup(DateTimeOffset now) =>
        (RecoveryCodes.Count > 0 && !RecoveryDisabled)
        || (TemporaryCode is not null && now < TemporaryCodeExpiry && !TemporaryCodeDisabled);

    // Apps show 8 digits, backups have 19 characters, and the sender does not say what its codes look like.
    private bool CanBeCode(ModelCode code, ModelChallenge? challenge, DateTimeOffset now) =>
        (code.Text.Length == 19 && HasBackup(now))
        || Factors.Any(f =>
            f.Value.Status == FactorStatus.Active
            && (challenge?.FactorId is null || challenge.FactorId == f.Key)
            && (f.Value.IsSent || code.Text.Length == 8)
        );

    private TwoFactorOutcome Judge(ModelCode code, string? challengeId, ModelChallenge? challenge, DateTimeOffset now)
    {
        if (code.Recovery is { } recovery && RecoveryCodes.TryGetValue(recovery, out var isUsed) && !RecoveryDisabled)
        {
            RecoveryCodes[recovery] = true;
            return isUsed ? TwoFactorOutcome.CodeUsed : TwoFactorOutcome.Accepted;
        }

        if (
            code.Recovery is not null
            && code.Recovery == TemporaryCode
            && now < TemporaryCodeExpiry
            && !TemporaryCodeDisabled
        )
        {
            (isUsed, TemporaryCodeUsed) = (TemporaryCodeUsed, true);
            return isUsed ? TwoFactorOutcome.CodeUsed : TwoFactorOutcome.Accepted;
        }

        if (
            code.FactorId is null
            || !Factors.TryGetValue(code.FactorId, out var factor)
            || factor.Status != FactorStatus.Active
        )
            return TwoFactorOutcome.InvalidCode;

        if (challenge?.FactorId is not null && challenge.FactorId != code.FactorId)
            return TwoFactorOutcome.InvalidCode;

        if (factor.IsSent)
            return JudgeSent(code, challengeId, challenge, now);

        if (!InWindow(code.Step, now))
            return TwoFactorOutcome.InvalidCode;

        if (code.Step <= factor.LastStep)
            return TwoFactorOutcome.CodeUsed;

        factor.LastStep = code.Step;
        return TwoFactorOutcome.Accepted;
    }

    // A sent code is good while its own challenge is open and is the newest one that carries a code for the purpose and
    // the sign-in.
    private TwoFactorOutcome JudgeSent(
        ModelCode code,
        string? challengeId,
        ModelChallenge? challenge,
        DateTimeOffset now
    )
    {
        var carrier = challenge?.SentCode is not null
            ? challenge
            : Challenges
                .Values.Where(c =>
                    c.SentCode is not null
                    && c.Purpose == ChallengePurpose.SignIn
                    && c.SignIn == challengeId
                    && now < c.ExpiresAt
                )
                .MaxBy(c => c.Order);
        return carrier?.SentCode is not null && carrier.FactorId == code.FactorId && carrier.SentCode == code.Sent
            ? TwoFactorOutcome.Accepted
            : TwoFactorOutcome.InvalidCode;
    }

    private bool IsConfirming(string factorId, ModelCode code, DateTimeOffset now) =>
        Challenges
            .Values.Where(c => c.FactorId == factorId && c.Purpose == ChallengePurpose.Enrollment && now < c.ExpiresAt)
            .MaxBy(c => c.Order)
            ?.SentCode == code.Sent
        && code.Sent is not null;

    private static bool InWindow(long step, DateTimeOffset now) => Math.Abs(step - (now.ToUnixTimeSeconds() / 30)) <= 1;

    private void Settle(TwoFactorOutcome outcome, DateTimeOffset now)
    {
        if (outcome == TwoFactorOutcome.Accepted)
        {
            (Failures, LockedUntil) = (0, default);
            return;
        }

        Failures++;
        if (Failures % Budget == 0)
        {
            LockedUntil = now.AddSeconds(s_locks[Math.Min((Failures / Budget) - 1, 4)]);
            Challenges.Clear();
        }

        if (Failures >= PureWorld.Options.Attempts.DisableAfter && AnyCandidate(now))
        {
            foreach (var factor in Factors.Values.Where(f => f.Status == FactorStatus.Active))
                factor.Status = FactorStatus.Disabled;

            RecoveryDisabled = RecoveryCodes.Count > 0;
            TemporaryCodeDisabled = true;
            SecurityChange();
        }
    }
}

internal sealed class ModelFactor
{
    public FactorStatus Status { get; set; }

    public bool IsSent { get; init; }

    public long LastStep { get; set; } = long.MinValue;

    public DateTimeOffset ExpiresAt { get; init; }

    public int Failures { get; set; }
}

internal sealed record ModelChallenge(
    string? FactorId,
    ChallengePurpose Purpose,
    DateTimeOffset ExpiresAt,
    string? SentCode,
    int Order,
    string? SignIn = null
);

/// <summary>A code and where it comes from, which the model knows and the rules do not.</summary>
internal sealed record ModelCode(
    string Text,
    string? FactorId = null,
    long Step = 0,
    string? Recovery = null,
    string? Sent = null,
    string? SentBy = null
);
