using TwoFactor.Email;
using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation.Checking;

/// <summary>
/// Reads what was told, what was written and what was sent, and knows of the engine nothing but its promises: used
/// once, charged before it is told, nothing acknowledged lost, locks kept, old epochs dead, and a trail that is the
/// history.
/// </summary>
internal sealed class Checker(
    SimStore store,
    SimStore before,
    List<Told> told,
    List<SimMessage> messages,
    SimVendorDesk vendor,
    Node clean
)
{
    private readonly Dictionary<string, Told> _byCorrelation = told.Where(t => t.Correlation.Length > 0)
        .ToDictionary(t => t.Correlation, StringComparer.Ordinal);

    /// <summary>The requests in which the vendor said that the code is right.</summary>
    private readonly HashSet<string> _approved = vendor
        .Answers.Where(a => a.Said == RemoteCheckResult.Right)
        .Select(a => a.Correlation)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// The challenges that are for factors of one method, which nothing but they or a backup answers.
    /// </summary>
    private readonly Dictionary<string, string> _bound = told.Where(t =>
            t is { ChallengeId: not null, Method: not null }
        )
        .Select(t => (Id: t.ChallengeId!, Method: t.Method!))
        .Concat(vendor.Codes.Select(c => (Id: c.ChallengeId, Method: SimVendor.MethodName))) // also where the answer was lost
        .DistinctBy(b => b.Id)
        .ToDictionary(b => b.Id, b => b.Method, StringComparer.Ordinal);

    private readonly List<Told> _uncharged = [];
    private readonly Dictionary<string, TrailModel> _models = new(StringComparer.Ordinal);

    /// <summary>What is wrong, or null.</summary>
    public string? Check()
    {
        try
        {
            CheckTold();
            CheckVendor();
            foreach (var user in Prefab.Users)
            {
                CheckAccount(new AccountKey("", user));
                CheckEvents(new AccountKey("", user));
            }

            CheckUncharged();
            CheckMessages();
            var audit = clean.Audit.VerifyAsync(null).GetAwaiter().GetResult();
            var problems = audit.Problems.Where(p => !p.Contains("cut short", StringComparison.Ordinal)).ToList();
            return problems.Count > 0 ? $"the trail is not intact: {problems[0]}" : null;
        }
        catch (ViolationException e)
        {
            return e.Message;
        }
        catch (TwoFactorStoreException e)
        {
            return $"a record is broken at the end: {e.Message}";
        }
    }

    // An answer that was told stands in the trail, once, written between the question and the answer.
    private void CheckTold()
    {
        var charges = new Dictionary<string, (int Index, AuditEvent Event)>(StringComparer.Ordinal);
        foreach (var commit in store.Commits)
        {
            foreach (var e in commit.Events)
            {
                if (e.Type is not (AuditEventTypes.Verification or AuditEventTypes.SignIn) || e.CorrelationId is null)
                    continue;

                // No verdicts on the request: a charge that is given back, and somebody else's attempt, to which no
                // answer came, and which is ended by whoever comes next.
                if (e.Detail is VendorDetails.NotReached or VendorDetails.LostAnswer or VendorDetails.LostConfirmation)
                    continue;

                if (!charges.TryAdd(e.CorrelationId, (commit.Index, e)))
                    throw new ViolationException(
                        $"one request was charged twice: {_byCorrelation.GetValueOrDefault(e.CorrelationId)}"
                    );
            }
        }

        foreach (var one in told)
        {
            var expected =
                one.Decision
                ?? (
                    one.Outcome
                        is TwoFactorOutcome.Accepted
                            or TwoFactorOutcome.InvalidCode
                            or TwoFactorOutcome.CodeUsed
                            or TwoFactorOutcome.Locked
                        ? one.Outcome.Value.ToCode()
                        : null
                );
            if (expected is null || (one.Decision is "allowed" && !charges.ContainsKey(one.Correlation)))
                continue;

            if (!charges.TryGetValue(one.Correlation, out var charge))
            {
                if (!CanBeNoCode(one) && one.Outcome != TwoFactorOutcome.Locked)
                    throw new ViolationException($"told and not in the trail: {one}");

                _uncharged.Add(one);
                continue;
            }

            if (charge.Event.Outcome != expected)
                throw new ViolationException($"told {expected}, and the trail says {charge.Event.Outcome}: {one}");

            if (charge.Index < one.FirstCommit || charge.Index >= one.LastCommit)
                throw new ViolationException($"told before it was charged: {one}");
        }
    }

    // What can be no code of any factor is no guess. Digits are none where keys alone may answer, and the answer of a
    // key is none where they may not. For whose factors these were, the accounts are looked at first.
    private static bool CanBeNoCode(Told one) =>
        one.Outcome == TwoFactorOutcome.InvalidCode
        && one.Step.Kind is not (StepKind.Confirm or StepKind.ConfirmWrong)
        && one.Key?.StartsWith("backup:", StringComparison.Ordinal) != true;

    private void CheckUncharged()
    {
        foreach (var one in _uncharged)
        {
            var model = _models[Prefab.Users[one.Step.User]];
            if (one.Outcome == TwoFactorOutcome.Locked)
            {
                if (!model.HadNotedRefusals(one.At, one.LastCommit))
                    throw new ViolationException($"refused as locked, and the trail does not say so: {one}");

                continue;
            }

            var bound = _bound.GetValueOrDefault(one.ChallengeId ?? "");
            if (
                model.HadAllAlong(
                    method =>
                        (bound ?? method) == method && (method == WebAuthnFactor.Method) == one.Answer is not null,
                    one.LastCommit
                )
            )
                throw new ViolationException($"told and not in the trail: {one}");
        }
    }

    // Each attempt is asked about once at most. One that was answered stands in the trail, with a charge or without.
    private void CheckVendor()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in vendor.Answers)
        {
            if (answer.Correlation.Length > 0 && !asked.Add(answer.Correlation))
                throw new ViolationException(
                    $"the vendor was asked twice: {_byCorrelation.GetValueOrDefault(answer.Correlation)}"
                );

            if (!answer.WasCode)
                throw new ViolationException(
                    "the vendor was asked about what can be no code of its own: "
                        + $"{_byCorrelation.GetValueOrDefault(answer.Correlation)}"
                );
        }
    }

    private void CheckAccount(AccountKey key)
    {
        var model = new TrailModel(
            key.UserId,
            _byCorrelation,
            messages,
            _approved,
            _bound,
            Prefab.One.Phones.SelectMany(p => p.Keys)
        );
        _models[key.UserId] = model;
        model.Write(-1, before.TrailOf(key), null);
        var version = before.Rows.First(r => r.Key == key).Version;
        foreach (var commit in store.Commits)
        {
            if (commit.Key != key)
                continue;

            if (commit.Row.Version != ++version)
                throw new ViolationException(
                    $"{key.UserId}: version {commit.Row.Version} was written where {version} was due"
                );

            model.Write(commit.Index, commit.Events, commit.Row);
        }

        var (account, _) = clean.Vault.LoadAsync(key.UserId, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var active = account!.Factors.Where(f => !f.IsBackup && f.Status == FactorStatus.Active).Select(f => f.Id);
        if (!model.Active.SetEquals(active))
            throw new ViolationException($"{key.UserId}: the trail and the record disagree on the active factors");

        // What a vendor was asked and did not answer yet is charged, and in no trail. What was to confirm a pending
        // factor is charged to that.
        var charged = model.Failures + (account.RemoteCheck is { IsProven: false, IsPending: false } ? 1 : 0);
        if (charged != account.Failures)
            throw new ViolationException(
                $"{key.UserId}: {charged} failures by the trail, {account.Failures} in the record"
            );
    }

    // Wherever events were on the way: none is lost, none is there twice, none that was erased is back.
    private void CheckEvents(AccountKey key)
    {
        var read = clean.Events.ReadAsync(key, 0, int.MaxValue, default).AsTask().GetAwaiter().GetResult();
        if (
            !read.Select(e => (e.Sequence, Convert.ToHexString(e.Hash.Span)))
                .SequenceEqual(store.Written(key, before).Select(e => (e.Sequence, Convert.ToHexString(e.Hash.Span))))
        )
            throw new ViolationException($"{key.UserId}: the events that are read are not those that were written");
    }

    private void CheckMessages()
    {
        var hour = TimeSpan.FromHours(1);
        var seen = new HashSet<(string, int)>();
        foreach (var message in messages)
        {
            if (!seen.Add((message.ChallengeId, message.Send)))
                throw new ViolationException($"send {message.Send} of a challenge went out twice");

            // Whoever types a stranger's number does not use up what its owner may be sent. Nodes' clocks differ by
            // half a minute at most.
            if (
                messages.Count(m =>
                    PlaceOf(m) == PlaceOf(message)
                    && m.IsEnrollment == message.IsEnrollment
                    && (m.IsEnrollment || m.UserId == message.UserId)
                    && m.Number <= message.Number
                    && m.At > message.At - hour + TimeSpan.FromMinutes(1)
                ) > 5
            )
                throw new ViolationException(
                    $"more messages went to a {(message.Method == EmailFactor.Method ? "mailbox" : "number")} within an "
                        + "hour than its limit"
                );
        }
    }

    // One mailbox, however it is written.
    private static string PlaceOf(SimMessage message)
    {
        var parts = message.To.ToUpperInvariant().Split('@');
        return parts.Length == 1
            ? message.To
            : $"{parts[0].Split('+')[0].Replace(".", "", StringComparison.Ordinal)}@{parts[1]}";
    }
}
