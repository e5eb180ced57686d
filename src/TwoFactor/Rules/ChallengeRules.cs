namespace TwoFactor;

internal static class ChallengeRules
{
    private const int MaxDeliveries = 8;

    /// <summary>
    /// Finds an open challenge by id. A challenge for an enrolment is only found by <see cref="FindSent"/>.
    /// </summary>
    public static Challenge? FindOpen(AccountChange change, string? challengeId)
    {
        var challenge = challengeId is null ? null : change.Account.FindChallenge(challengeId);
        return challenge is not null && challenge.IsOpen(change.Now) && challenge.Purpose != ChallengePurpose.Enrollment
            ? challenge
            : null;
    }

    /// <summary>Finds the newest open challenge with a code sent for that purpose, to that factor or to any.</summary>
    public static Challenge? FindSent(AccountChange change, ChallengePurpose purpose, string? factorId = null) =>
        Array.FindLast(
            change.Account.Challenges,
            c =>
                c.State is not null
                && c.Purpose == purpose
                && c.IsOpen(change.Now)
                && (factorId is null || factorId == c.FactorId)
        );

    /// <summary>
    /// Opens a challenge. If the method sends codes, makes the code, and refuses during the cool-down.
    /// </summary>
    public static ChallengeVerdict Open(
        AccountChange change,
        Factor? factor,
        ChallengePurpose purpose,
        ChallengeDraft draft,
        RequestOrigin? origin = null
    )
    {
        var challenge = new Challenge
        {
            Id = draft.Id,
            FactorId = factor?.Id,
            Purpose = purpose,
            ExpiresAt = change.Now + change.Options.Challenges.Lifetime,
        };
        if (Sender(change, factor) is { } sender)
            return Send(change, factor!, challenge, draft, sender, origin);

        return Put(change, challenge, factor);
    }

    /// <summary>
    /// Opens the challenge of a sign-in, which any factor answers. Nothing is sent yet, because the user has not chosen
    /// a factor.
    /// </summary>
    public static ChallengeVerdict OpenSignIn(AccountChange change, ChallengeDraft draft) =>
        Put(
            change,
            new Challenge
            {
                Id = draft.Id,
                FactorId = null,
                Purpose = ChallengePurpose.SignIn,
                ExpiresAt = change.Now + change.Options.Challenges.SignInLifetime,
            },
            null
        );

    private static ChallengeVerdict Put(AccountChange change, Challenge challenge, Factor? factor)
    {
        Put(change, challenge);
        change.Record(AuditEventTypes.ChallengeOpened, factor);
        return new(TwoFactorOutcome.Accepted, challenge, factor);
    }

    /// <summary>Replaces the code of an open challenge. Failures and the lock do not change.</summary>
    public static ChallengeVerdict Resend(
        AccountChange change,
        Challenge challenge,
        ChallengeDraft draft,
        RequestOrigin? origin
    )
    {
        var factor = challenge.FactorId is { } id ? change.Account.FindFactor(id) : null;
        return factor is not null && Sender(change, factor) is { } sender
            ? Send(
                change,
                factor,
                challenge with
                {
                    ExpiresAt = change.Now + change.Options.Challenges.Lifetime,
                },
                draft,
                sender,
                origin
            )
            : ChallengeVerdict.Refuse(TwoFactorOutcome.NotFound);
    }

    /// <summary>
    /// Whether a factor may answer a challenge for another factor. Normally it may not. In an exchange it may, because
    /// the client got options for all the user's factors of that method.
    /// </summary>
    public static bool Admits(AccountChange change, string? askedFactorId, Factor factor) =>
        askedFactorId is null
        || factor.Id == askedFactorId
        || (
            change.Account.FindFactor(askedFactorId) is { } asked
            && asked.Method == factor.Method
            && change.Context.Methods.Find(factor.Method) is IExchangeFactorMethod
        );

    /// <summary>
    /// The client's options for answering a challenge with one method; null if its factors use typed codes.
    /// </summary>
    public static string? ClientOptions(AccountChange change, Challenge challenge, string? methodName)
    {
        if (methodName is null || change.Context.Methods.Find(methodName) is not IExchangeFactorMethod method)
            return null;

        var factors = Array.FindAll(change.Account.Factors, f => f.Method == methodName && f.IsUsable(change.Now));
        return factors.Length == 0
            ? null
            : method.CreateOptions(
                new FactorExchange
                {
                    UserId = change.Account.UserId,
                    ChallengeId = challenge.Id,
                    Purpose = challenge.Purpose,
                    ExpiresAt = challenge.ExpiresAt,
                    States = Array.ConvertAll(factors, f => new ReadOnlyMemory<byte>(f.State)),
                }
            );
    }

    /// <summary>How long until a code may be sent to this user; null if it may be sent now.</summary>
    public static TimeSpan? WaitToSend(AccountChange change) =>
        change.Account.NextSendAt is { } next && change.Now < next ? next - change.Now : null;

    public static void Close(AccountChange change, Challenge challenge) =>
        change.Account = change.Account with
        {
            Challenges = Array.FindAll(change.Account.Challenges, c => c.Id != challenge.Id),
        };

    private static IFactorSender? Sender(AccountChange change, Factor? factor) =>
        factor is null ? null : change.Context.Methods.Find(factor.Method) as IFactorSender;

    private static ChallengeVerdict Send(
        AccountChange change,
        Factor factor,
        Challenge challenge,
        ChallengeDraft draft,
        IFactorSender sender,
        RequestOrigin? origin
    )
    {
        if (WaitToSend(change) is { } wait)
            return ChallengeVerdict.Refuse(TwoFactorOutcome.Throttled, wait);

        var message = sender.Prepare(
            new FactorSend
            {
                UserId = change.Account.UserId,
                FactorId = factor.Id,
                ChallengeId = challenge.Id,
                State = factor.State,
                Purpose = challenge.Purpose,
                Entropy = draft.Entropy,
                Now = change.Now,
                ExpiresAt = challenge.ExpiresAt,
                Origin = origin,
                Number = challenge.Sends + 1,
            }
        );
        var sends = change.Account.Sends + 1;
        var resendAt = change.Now + change.Options.Challenges.WaitAfter(sends);
        var sent = challenge with { State = message.ChallengeState, Sends = challenge.Sends + 1, ResendAt = resendAt };
        change.Account = change.Account with
        {
            Sends = sends,
            NextSendAt = resendAt,
            Challenges = Array.FindAll(change.Account.Challenges, c => !IsReplacedBy(c, sent)),
        };
        Put(change, sent);
        change.Record(challenge.Sends == 0 ? AuditEventTypes.ChallengeOpened : AuditEventTypes.CodeResent, factor);
        change.Send = new PreparedSend(sender, message, factor, sent.Id);
        return new(TwoFactorOutcome.Accepted, sent, factor);
    }

    /// <summary>Adds delivery attempts to their challenge, if it is still open.</summary>
    public static bool Record(AccountChange change, string challengeId, IReadOnlyList<DeliveryAttempt> attempts)
    {
        if (change.Account.FindChallenge(challengeId) is not { } challenge || !challenge.IsOpen(change.Now))
            return false;

        Update(
            change,
            challenge with
            {
                Deliveries = [.. (challenge.Deliveries ?? []).Concat(attempts).TakeLast(MaxDeliveries)],
            }
        );
        return true;
    }

    /// <summary>Replaces a challenge, keeping its position.</summary>
    public static void Update(AccountChange change, Challenge challenge) =>
        change.Account = change.Account with
        {
            Challenges = Array.ConvertAll(change.Account.Challenges, c => c.Id == challenge.Id ? challenge : c),
        };

    // Of all codes sent to one factor for one purpose, only the last is valid, whichever challenge it came with (NIST
    // SP 800-63B-4 §3.1.3.2).
    private static bool IsReplacedBy(Challenge challenge, Challenge sent) =>
        challenge.State is not null && challenge.Purpose == sent.Purpose && sent.FactorId! == challenge.FactorId;

    private static void Put(AccountChange change, Challenge challenge)
    {
        Close(change, challenge);
        var open = Array.FindAll(change.Account.Challenges, c => c.IsOpen(change.Now));
        var surplus = Math.Max(0, open.Length + 1 - change.Options.Challenges.MaxOpen);
        change.Account = change.Account with { Challenges = [.. open[surplus..], challenge] };
    }
}
