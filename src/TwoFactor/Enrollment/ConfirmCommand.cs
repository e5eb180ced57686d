namespace TwoFactor;

internal sealed class ConfirmCommand : AccountCommand<ConfirmationResult>
{
    public required string FactorId { get; init; }

    public required string Code { get; init; }

    public required RecoveryCodeDraft RecoveryCodes { get; init; }

    public override ConfirmationResult Contended => new() { Outcome = TwoFactorOutcome.Throttled };

    public override Transition<ConfirmationResult> Apply(TwoFactorAccount account, RuleContext context)
    {
        if (account.AuditSequence == 0)
            return new(null, new() { Outcome = TwoFactorOutcome.Expired }, []);

        var change = new AccountChange(account, context);
        var pending = account.FindFactor(FactorId);
        if (
            pending?.Replaces is { } old
            && account.FindFactor(old) is { } lost
            && EnrollCommand.LosesLastResistant(account, context, lost, pending.Method)
        )
            return new(null, new() { Outcome = TwoFactorOutcome.RequiredByPolicy }, []);

        var verdict =
            pending is { Status: FactorStatus.Pending } && !pending.IsExpired(context.Now)
                ? AttemptRules.Attempt(
                    change,
                    new(Code, ChallengeRules.FindSent(change, ChallengePurpose.Enrollment, FactorId)),
                    [pending]
                )
                : AttemptRules.RefuseIfLocked(change) ?? AttemptRules.Refuse(change, TwoFactorOutcome.Expired);
        if (verdict.Outcome != TwoFactorOutcome.Accepted)
            return change.Refused(
                new ConfirmationResult
                {
                    Outcome = verdict.Outcome,
                    AttemptsLeft = verdict.AttemptsLeft,
                    RetryAfter = verdict.RetryAfter,
                }
            );

        var isFirst = !account.HasActiveFactor;
        var active = verdict.Factor! with
        {
            Status = FactorStatus.Active,
            ConfirmedAt = context.Now,
            ExpiresAt = null,
            Replaces = null,
        };
        change.Replace(active);
        var replaced = pending!.Replaces is { } id ? change.Account.FindFactor(id) : null;
        if (replaced is not null)
            change.Remove(replaced);

        change.Account = change.Account with { MustEnroll = false };
        change.BumpEpoch();
        change.Record(
            AuditEventTypes.FactorConfirmed,
            active,
            detail: replaced is null ? null : $"replaces {replaced.Method} {replaced.Id}"
        );
        if (replaced is not null)
            change.Record(AuditEventTypes.FactorRemoved, replaced, detail: AuditEventTypes.Replaced);

        if (isFirst)
            RecoveryCodeRules.Replace(change, RecoveryCodes);

        return change.Done(
            new ConfirmationResult
            {
                Outcome = TwoFactorOutcome.Accepted,
                Factor = new FactorInfo(active, change.Context.Methods),
                RecoveryCodes = isFirst ? RecoveryCodes.Codes : null,
                AuthenticationMethods = verdict.AuthenticationMethods,
                Epoch = change.Account.Epoch,
            }
        );
    }
}
