namespace TwoFactor;

internal static class ChallengeRules
{
    private const int MaxDeliveries = 8;

    /// <summary>The open challenge with that id, in the record or a ticket.</summary>
    public static Challenge? Find(TwoFactorAccount account, string id, DateTimeOffset now, TwoFactorOptions options)
    {
        if (account.FindChallenge(id) is not { } challenge)
            return TicketRules.Find(account, id, now, options);

        return challenge.IsOpen(now) ? challenge : null;
    }

    /// <summary>
    /// Finds an open challenge by id. A challenge for an enrolment is only found by <see cref="FindSent"/>.
    /// </summary>
    public static Challenge? FindOpen(AccountChange change, string? challengeId) =>
        challengeId is not null
        && Find(change.Account, challengeId, change.Now, change.Options)
            is { Purpose: not ChallengePurpose.Enrollment } challenge
            ? challenge
            : null;

    /// <summary>
    /// The newest open challenge that carries a code sent for that purpose, to that factor or to any, and that the same
    /// sign-in asked for, or none.
    /// </summary>
    public static Challenge? FindSent(
        AccountChange change,
        ChallengePurpose purpose,
        string? factorId = null,
        string? signInId = null
    )
    {
        var challenges = change.Account.Challenges;
        for (var i = challenges.Length - 1; i >= 0; i--)
        {
            var challenge = challenges[i];
            if (
                challenge.State is not null
                && challenge.Purpose == purpose
                && challenge.SignInId == signInId
                && challenge.IsOpen(change.Now)
                && (factorId is null || factorId == challenge.FactorId)
            )
                return challenge;
        }

        return null;
    }

    /// <summary>
    /// Opens a challenge and, for a method that sends, makes the code. Refuses while the wait between sends has not
    /// passed. Where nothing is sent, a sign-in's own ticket is the challenge.
    /// </summary>
    public static ChallengeVerdict Open(
        AccountChange change,
        Factor factor,
        ChallengePurpose purpose,
        ChallengeDraft draft,
        RequestOrigin? origin = null,
        Challenge? signIn = null,
        string? sessionId = null
    )
    {
        if (Sender(change, factor) is { } sender)
        {
            var challenge = new Challenge
            {
                Id = draft.Id,
                FactorId = factor.Id,
                Purpose = purpose,
                SignInId = signIn?.Id ?? sessionId,
                MustResist = ResistanceRules.IsDemanded(change.Account, signIn, purpose),
                ExpiresAt = ExpiryOfCode(change, signIn),
            };
            return Send(change, factor, challenge, draft, sender, origin);
        }

        if (signIn is not null)
            return new(TwoFactorOutcome.Accepted, signIn, factor);

        var ticket = TicketRules.Open(
            change,
            draft,
            purpose,
            factor.Id,
            change.Options.Challenges.Lifetime,
            ResistanceRules.IsDemanded(change.Account, null, purpose)
        );
        change.Record(AuditEventTypes.ChallengeOpened, factor);
        return new(TwoFactorOutcome.Accepted, ticket, factor);
    }

    /// <summary>
    /// Opens the challenge of a sign-in, which any factor answers. Nothing is sent yet, because the user has not chosen
    /// a factor.
    /// </summary>
    public static Challenge OpenSignIn(AccountChange change, ChallengeDraft draft, bool mustResist = false)
    {
        var lifetime = change.Options.Challenges.SignInLifetime;
        var ticket = TicketRules.Open(change, draft, ChallengePurpose.SignIn, null, lifetime, mustResist);
        change.Record(AuditEventTypes.ChallengeOpened);
        return ticket;
    }

    /// <summary>Replaces the code of an open challenge. Failures and the lock do not change.</summary>
    public static ChallengeVerdict Resend(
        AccountChange change,
        Challenge challenge,
        ChallengeDraft draft,
        RequestOrigin? origin
    )
    {
        var signInId = challenge.Purpose == ChallengePurpose.SignIn ? challenge.SignInId : null;
        var signIn = signInId is null ? null : Find(change.Account, signInId, change.Now, change.Options);
        if (signInId is not null && signIn is null)
            return ChallengeVerdict.Refuse(TwoFactorOutcome.Expired);

        var factor = challenge.FactorId is { } id ? change.Account.FindFactor(id) : null;
        if (factor is null || Sender(change, factor) is not { } sender)
            return ChallengeVerdict.Refuse(TwoFactorOutcome.NotFound);

        var renewed = challenge with { ExpiresAt = ExpiryOfCode(change, signIn) };
        return Send(change, factor, renewed, draft, sender, origin);
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

    /// <summary>
    /// Closes a challenge that was answered; and the sign-in that it belongs to, with all codes that were sent for
    /// that.
    /// </summary>
    public static void Close(AccountChange change, Challenge challenge)
    {
        var signInId = challenge.SignInId ?? challenge.Id;
        change.Account = change.Account with
        {
            Challenges = Array.FindAll(
                change.Account.Challenges,
                c => c.Id != challenge.Id && c.Id != signInId && c.SignInId != signInId
            ),
        };
        TicketRules.Use(change, signInId);
    }

    private static IFactorSender? Sender(AccountChange change, Factor factor) =>
        change.Context.Methods.Find(factor.Method) as IFactorSender;

    // A code does not outlive the sign-in that asked for it.
    private static DateTimeOffset ExpiryOfCode(AccountChange change, Challenge? signIn)
    {
        var expiresAt = change.Now + change.Options.Challenges.Lifetime;
        return signIn?.ExpiresAt < expiresAt ? signIn.ExpiresAt : expiresAt;
    }

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

        if (WaitForPlace(change, challenge) is { } place)
            return ChallengeVerdict.Refuse(TwoFactorOutcome.Throttled, place);

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
        var sent = challenge with
        {
            State = message.ChallengeState,
            Sends = challenge.Sends + 1,
            ResendAt = resendAt,

            // A vendor checks a code by the delivery that brought it. Until the new one is recorded there is none: the
            // one before must neither let its code in (NIST SP 800-63B-4 §3.1.3.2) nor make the new code a wrong one.
            Deliveries = sender is IRemoteFactorMethod ? null : challenge.Deliveries,
        };
        change.Account = change.Account with
        {
            Sends = sends,
            NextSendAt = resendAt,
            Challenges = [.. change.Account.Challenges.Where(c => !IsReplacedBy(c, sent)), sent],
        };
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

    // Of the codes that were sent to one factor for one purpose only the last is good, whichever challenge it came with
    // (NIST SP 800-63B-4 §3.1.3.2). A sign-in has its own: what others ask for leaves its code alone.
    private static bool IsReplacedBy(Challenge challenge, Challenge sent) =>
        challenge.Id == sent.Id
        || (
            challenge.State is not null
            && challenge.Purpose == sent.Purpose
            && challenge.FactorId == sent.FactorId
            && challenge.SignInId == sent.SignInId
        );

    // A sign-in's code is never closed for another's: who comes last waits. Codes that no sign-in asked for replace one
    // another, so there are no more of them than factors and purposes.
    private static TimeSpan? WaitForPlace(AccountChange change, Challenge sent)
    {
        if (sent.SignInId is null)
            return null;

        var others = Array.FindAll(
            change.Account.Challenges,
            c => c.SignInId is not null && c.IsOpen(change.Now) && !IsReplacedBy(c, sent)
        );
        return others.Length < change.Options.Challenges.MaxOpen ? null : others.Min(c => c.ExpiresAt) - change.Now;
    }
}
