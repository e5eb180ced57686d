namespace TwoFactor;

internal sealed class EnrollCommand : AccountCommand<EnrollmentResult>
{
    private const int MaxPending = 3;

    public required string Method { get; init; }

    public string? Notice { get; init; }

    public required string Name { get; init; }

    public required string FactorId { get; init; }

    public required FactorDraft Draft { get; init; }

    public required FreshProof? Proof { get; init; }

    public required ChallengeDraft ChallengeDraft { get; init; }

    public string? ReplacesFactorId { get; init; }

    public RequestOrigin? Origin { get; init; }

    public override EnrollmentResult Contended => Refused(new(TwoFactorOutcome.Throttled));

    public override EnrollmentResult Throttled(TimeSpan? retryAfter) =>
        Refused(new(TwoFactorOutcome.Throttled, RetryAfter: retryAfter));

    public override Transition<EnrollmentResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        var change = new AccountChange(account, context);
        if (Draft.IsRefused)
            return new(null, new() { Outcome = TwoFactorOutcome.InvalidInput, Message = Draft.Refusal }, []);

        var replaced = ReplacesFactorId is null ? null : account.FindFactor(ReplacesFactorId);
        if (ReplacesFactorId is not null && replaced is not { IsBackup: false, Status: FactorStatus.Active })
            return new(null, Refused(new(TwoFactorOutcome.NotFound)), []);

        if (replaced is not null && LosesLastResistant(account, context, replaced, Method))
            return new(null, Refused(new(TwoFactorOutcome.RequiredByPolicy)), []);

        if (
            replaced is null
            && Array.FindAll(account.Factors, f => !f.IsBackup && f.Status != FactorStatus.Pending).Length
                >= context.Options.Enrollment.MaxFactors
        )
            return new(null, Refused(new(TwoFactorOutcome.LimitReached)), []);

        var proof = ProofRules.Check(change, Proof);
        if (proof.Outcome == TwoFactorOutcome.Accepted && !account.IsEnabled)
            proof = ProofRules.CheckFirst(change, Proof!);

        if (proof.Outcome != TwoFactorOutcome.Accepted)
            return change.Refused(Refused(proof));

        // Checked after the proof, because a right code ends the cool-down.
        var isSent = context.Methods.Find(Method) is IFactorSender;
        if (isSent && ChallengeRules.WaitToSend(change) is { } wait)
            return change.Refused(Refused(new(TwoFactorOutcome.Throttled, RetryAfter: wait)));

        var factor = new Factor
        {
            Id = FactorId,
            Method = Method,
            Name = Name,
            Status = FactorStatus.Pending,
            IsBackup = false,
            CreatedAt = context.Now,
            ExpiresAt = context.Now + context.Options.Enrollment.PendingLifetime,
            UsesLeft = Draft.UsesLeft,
            Destination = Draft.Destination,
            Replaces = ReplacesFactorId,
            State = Draft.State,
        };
        DropOldestPending(change);
        change.Add(factor);
        change.Record(AuditEventTypes.EnrollmentStarted, factor);
        if (!isSent)
            return change.Done(Describe(factor, null));

        var verdict = ChallengeRules.Open(change, factor, ChallengePurpose.Enrollment, ChallengeDraft, Origin);
        return change.Done(Describe(factor, verdict.Challenge?.ResendAt));
    }

    /// <summary>
    /// Whether a user of whom a phishing-resistant factor is demanded would exchange the last one for a weaker one.
    /// </summary>
    public static bool LosesLastResistant(
        TwoFactorAccount account,
        RuleContext context,
        Factor replaced,
        string method
    ) =>
        account.ResistantSince is not null
        && ResistanceRules.IsLast(account, context.Methods.Resistant, replaced, method);

    // A user who starts many enrolments keeps only the latest pending factors. Active factors are never removed.
    private static void DropOldestPending(AccountChange change)
    {
        var pending = Array.FindAll(change.Account.Factors, f => f.Status == FactorStatus.Pending);
        foreach (var surplus in pending.SkipLast(MaxPending - 1))
            change.Remove(surplus);
    }

    private EnrollmentResult Describe(Factor factor, DateTimeOffset? resendAt) =>
        new()
        {
            Outcome = TwoFactorOutcome.Accepted,
            FactorId = factor.Id,
            Method = factor.Method,
            Secret = Draft.Secret,
            Uri = Draft.Uri,
            ClientOptions = Draft.ClientOptions,
            Notice = Notice,
            Destination = factor.Destination,
            ExpiresAt = factor.ExpiresAt,
            ResendAt = resendAt,
        };

    private static EnrollmentResult Refused(AttemptVerdict verdict) =>
        new()
        {
            Outcome = verdict.Outcome,
            AttemptsLeft = verdict.AttemptsLeft,
            RetryAfter = verdict.RetryAfter,
        };
}
