using System.Globalization;
using TwoFactor.Email;
using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation.Checking;

/// <summary>
/// What an account must be, by its events alone: written from the requirements, without a look at the engine. It is fed
/// with every write in order and protests at the first that cannot be.
/// </summary>
internal sealed class TrailModel(
    string user,
    IReadOnlyDictionary<string, Told> toldBy,
    IReadOnlyList<SimMessage> messages,
    IReadOnlySet<string> approved,
    IReadOnlyDictionary<string, string> bound,
    IEnumerable<SimKey> keys
)
{
    private const int Budget = 5;

    private static readonly TimeSpan[] s_locks =
    [
        .. new[] { 30, 60, 300, 900, 3_600 }.Select(s => TimeSpan.FromSeconds(s)),
    ];
    private static readonly TimeSpan s_pendingLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_signInLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_temporaryLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_betweenNotes = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _pending = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastStep = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Change, DateTimeOffset At)> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _resent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _confirmedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _removedIn = new(StringComparer.Ordinal);
    private readonly KeyModel _keys = new(keys);
    private int _commit;
    private readonly Dictionary<string, string?> _signInOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _pendingFailures = new(StringComparer.Ordinal);
    private (string Id, DateTimeOffset At)? _temporary;
    private string? _recovery;
    private int _changes;
    private (int Changes, int Epoch)? _told;
    private bool _isLockDue;
    private bool _isRefusalNoted;
    private string? _dropDue;
    private DateTimeOffset? _lockedUntil;
    private readonly List<(int Commit, DateTimeOffset At)> _refusals = [];

    public HashSet<string> Active { get; } = new(StringComparer.Ordinal);

    public int Failures { get; private set; }

    public void Write(int commit, IReadOnlyList<AuditEvent> events, AccountRow? row)
    {
        _commit = commit;
        foreach (var e in events)
            Take(e);

        if (_isLockDue)
            throw Wrong($"failure {Failures} did not lock");

        if (_dropDue is not null)
            throw Wrong($"factor {_dropDue} is pending after {Budget} wrong codes");

        if (row is null)
            return;

        if (_lockedUntil > row.UpdatedAt && row.LockedUntil != _lockedUntil)
            throw Wrong(
                $"the lock until {_lockedUntil:O} is {row.LockedUntil:O} after "
                    + $"{string.Join(", ", events.Select(e => e.Type))}"
            );

        if (row.IsEnrolled != Active.Count > 0)
            throw Wrong($"the row says enrolled: {row.IsEnrolled}, with {Active.Count} factors that were confirmed");
    }

    /// <summary>
    /// Whether there was a factor of such a method from the beginning until a number of writes. One that came later may
    /// not have been there for whoever read what was stale.
    /// </summary>
    public bool HadAllAlong(Func<string, bool> isSuch, int? writes) =>
        _confirmedIn.Any(c =>
            c.Value < 0
            && isSuch(_methods[c.Key])
            && (!_removedIn.TryGetValue(c.Key, out var removed) || removed >= writes)
        );

    /// <summary>
    /// Whether the trail had been told, by a number of writes and for that time, that codes come although the account
    /// is locked.
    /// </summary>
    public bool HadNotedRefusals(DateTimeOffset at, int? writes) =>
        _refusals.Exists(r => r.Commit < writes && at < r.At + s_betweenNotes);

    private void Take(AuditEvent e)
    {
        if (_isLockDue && e.Type is not (AuditEventTypes.Locked or AuditEventTypes.CodeReused))
            throw Wrong($"failure {Failures} did not lock");

        switch (e.Type)
        {
            case AuditEventTypes.EnrollmentStarted:
                (_pending[e.FactorId!], _methods[e.FactorId!]) = (e.At, e.Method!);
                break;
            case AuditEventTypes.EnrollmentCancelled:
                _pending.Remove(e.FactorId!);
                _dropDue = _dropDue == e.FactorId ? null : _dropDue;
                break;
            case AuditEventTypes.FactorConfirmed:
                Confirm(e);
                break;
            case AuditEventTypes.FactorRemoved:
                Remove(e);
                break;
            case AuditEventTypes.RecoveryCodesGenerated:
                (_recovery, _changes) = (e.FactorId, _changes + 1);
                break;
            case AuditEventTypes.TemporaryCodeIssued:
                _temporary = (e.FactorId!, e.At);
                break;
            case AuditEventTypes.SessionsEnded:
                Change();
                break;
            case AuditEventTypes.Reset or AuditEventTypes.Erased:
                Empty();
                break;
            case AuditEventTypes.SignIn:
                SignIn(e);
                break;
            case AuditEventTypes.ChallengeOpened:
                Open(e);
                break;
            case AuditEventTypes.CodeResent:
                Resend(e);
                break;
            case AuditEventTypes.Verification:
                Verify(e);
                break;
            case AuditEventTypes.Locked:
                Lock(e);
                break;
        }
    }

    private void Verify(AuditEvent e)
    {
        switch (e.Outcome)
        {
            case "accepted":
                Accept(e);
                break;
            case "invalid_code" or "code_used":
                if (IsLocked(e.At))
                    throw Wrong($"a code was evaluated at {e.At:O}, within the lock until {_lockedUntil:O}");

                // What is ended in passing is the attempt of somebody else, which waited for the vendor.
                if (
                    e.Detail is not (VendorDetails.LostAnswer or VendorDetails.LostConfirmation)
                    && toldBy.GetValueOrDefault(e.CorrelationId ?? "") is { Answer: not null } told
                )
                    Complain(_keys.Refuse(e, told, Active));

                Charge(e);
                break;
            case "throttled" when e.Detail == VendorDetails.NotReached:
                CheckFree(e);
                break;
            case "throttled":
                CheckFree(e);
                Charge(e);
                break;
            case "locked":
                if (!IsLocked(e.At) && Active.Count > 0)
                    throw Wrong("refused as locked, and there is no lock");

                NoteRefusal(e);
                break;
        }
    }

    private void NoteRefusal(AuditEvent e)
    {
        if (_isRefusalNoted && e.At - _refusals[^1].At < s_betweenNotes)
            throw Wrong($"refused as locked at {e.At:O}, and the trail was told at {_refusals[^1].At:O}");

        _refusals.Add((_commit, e.At));
        _isRefusalNoted = true;
    }

    // A code that was to confirm a pending factor counts against that alone, and against nothing once it is gone.
    private void Charge(AuditEvent e)
    {
        if (e.FactorId is { } id && _pending.ContainsKey(id))
            _dropDue = (_pendingFailures[id] = _pendingFailures.GetValueOrDefault(id) + 1) == Budget ? id : null;
        else if (e.Detail != VendorDetails.LostConfirmation)
            _isLockDue = ++Failures % Budget == 0;
    }

    // "Throttled" is said only where nothing of ours was looked at: the challenge, or the user, has the vendor alone.
    // Else the code was a guess at the app, it is said to be wrong, and it is no free one.
    private void CheckFree(AuditEvent e)
    {
        if (
            e.Detail is VendorDetails.LostAnswer or VendorDetails.LostConfirmation
            || toldBy.GetValueOrDefault(e.CorrelationId ?? "") is not { } told
            || told.Step.Kind is StepKind.Confirm or StepKind.ConfirmWrong
            || bound.ContainsKey(told.ChallengeId ?? "")
        )
            return;

        foreach (var factor in Active)
        {
            if (_methods[factor] == FactorMethodNames.Totp && _confirmedIn[factor] < told.FirstCommit)
                throw Wrong($"a guess at the app was not said to be wrong, {e.Detail}: {told}");
        }
    }

    private void Accept(AuditEvent e)
    {
        if (IsLocked(e.At))
            throw Wrong($"a code was accepted at {e.At:O}, within the lock until {_lockedUntil:O}");

        var told = toldBy.GetValueOrDefault(e.CorrelationId ?? "");
        var isConfirmation = told?.Step.Kind is StepKind.Confirm or StepKind.ConfirmWrong || told is null;
        var isUsable = isConfirmation
            ? _pending.TryGetValue(e.FactorId!, out var started) && e.At < started + s_pendingLifetime
            : Active.Contains(e.FactorId!)
                || e.FactorId == _recovery
                || (e.FactorId == _temporary?.Id && e.At < _temporary?.At + s_temporaryLifetime);
        if (!isUsable)
            throw Wrong(
                $"a code was accepted by factor {e.FactorId}, which is "
                    + $"{(isConfirmation ? "not pending" : "not active")}"
            );

        if (!isConfirmation || Active.Count == 0)
            (Failures, _lockedUntil) = (0, null);

        if (e.FactorId == _temporary?.Id)
            _temporary = null;

        if (e.Method == SimVendor.MethodName)
            Approve(e, told);
        else if (told?.Key is { } key)
            Spend(e, told, key);

        if (told?.ChallengeId is { } challenge)
            Answer(e, challenge);

        if (told?.Epoch is { } epoch && !isConfirmation)
            CompareEpoch(epoch);
    }

    // The vendor's word counts, also where it lies; without it there is no way in, and it counts once.
    private void Approve(AuditEvent e, Told? told)
    {
        if (told is null)
            return;

        if (!approved.Contains(e.CorrelationId!))
            throw Wrong($"a code of the vendor was accepted, and the vendor did not say that it is right: {told}");

        if (!_accepted.Add($"vendor in {e.CorrelationId}"))
            throw Wrong($"one answer of the vendor was accepted twice: {told}");
    }

    private void Complain(string? what)
    {
        if (what is not null)
            throw Wrong(what);
    }

    private void Spend(AuditEvent e, Told told, string key)
    {
        if (key == "guess")
            throw Wrong($"a guess was accepted: {told}");

        if (!_accepted.Add(key))
            throw Wrong($"accepted twice: {key}");

        if (told.Answer is not null || e.Method == WebAuthnFactor.Method)
            Complain(_keys.Accept(e, told));

        var parts = key.Split(':');
        if (parts[0] == "totp")
        {
            var step = long.Parse(parts[2], CultureInfo.InvariantCulture);
            if (_lastStep.TryGetValue(parts[1], out var last) && step <= last)
                throw Wrong($"step {step} of factor {parts[1]} was accepted after step {last}");

            _lastStep[parts[1]] = step;
        }
        else if (parts[0] is SmsFactor.Method or EmailFactor.Method)
        {
            var message = messages[int.Parse(parts[1], CultureInfo.InvariantCulture)];
            if (_resent.GetValueOrDefault(message.ChallengeId) > message.Send - 1)
                throw Wrong($"the code of send {message.Send} was accepted, and a newer one had replaced it");

            if (!IsSameChange(message.ChallengeId))
                throw Wrong("a code was accepted that was sent before a security change or a lock");

            if (
                !message.IsEnrollment
                && told.ChallengeId != message.ChallengeId
                // Unknown where the node died before it told of the challenge.
                && _signInOf.TryGetValue(message.ChallengeId, out var signIn)
                && told.ChallengeId != signIn
            )
                throw Wrong($"the code of challenge {message.ChallengeId} was accepted for another sign-in: {told}");
        }
    }

    private void Answer(AuditEvent e, string challenge)
    {
        // A sign-in is over with the first of its codes.
        if (!_answered.Add(_signInOf.GetValueOrDefault(challenge) ?? challenge))
            throw Wrong($"challenge {challenge} was answered twice");

        if (_opened.TryGetValue(challenge, out var opened))
        {
            if (opened.Change != _changes)
                throw Wrong($"challenge {challenge} was answered after a security change or a lock");

            if (e.At >= opened.At + s_signInLifetime)
                throw Wrong($"challenge {challenge} was answered after its time");
        }
    }

    private void CompareEpoch(int epoch)
    {
        if (_told is { } before && (before.Changes == _changes ? epoch != before.Epoch : epoch <= before.Epoch))
            throw Wrong($"the epoch was {before.Epoch} and is {epoch}, {_changes - before.Changes} changes later");

        _told = (_changes, epoch);
    }

    private void Lock(AuditEvent e)
    {
        if (!_isLockDue)
            throw Wrong($"locked after failure {Failures}");

        (_isLockDue, _isRefusalNoted) = (false, false);
        _lockedUntil = e.At + s_locks[Math.Min((Failures / Budget) - 1, s_locks.Length - 1)];
        CloseChallenges();
    }

    private void SignIn(AuditEvent e)
    {
        if (e.Outcome == "allowed" && Active.Count > 0)
            throw Wrong("whoever has a second factor was let in without it");

        if (e.Outcome == "challenge" && (Active.Count == 0 || IsLocked(e.At)))
            throw Wrong("a challenge for whoever has no factor, or is locked");

        Open(e);
    }

    private void Open(AuditEvent e)
    {
        if (toldBy.GetValueOrDefault(e.CorrelationId ?? "") is not { ChallengeId: { } challenge } told)
            return;

        _opened[challenge] = (_changes, e.At);
        _signInOf[challenge] = told.SignIn;
    }

    private void Resend(AuditEvent e)
    {
        if (toldBy.GetValueOrDefault(e.CorrelationId ?? "")?.ChallengeId is not { } challenge)
            return;

        _resent[challenge] = _resent.GetValueOrDefault(challenge) + 1;
        if (_opened.TryGetValue(challenge, out var opened))
            _opened[challenge] = (opened.Change, e.At);
    }

    private void Confirm(AuditEvent e)
    {
        if (!_pending.ContainsKey(e.FactorId!))
            throw Wrong($"factor {e.FactorId} was confirmed and is not pending");

        Change();
        Active.Add(e.FactorId!);
        _removedIn.Remove(e.FactorId!);
        _confirmedIn[e.FactorId!] = _commit;
    }

    private void Remove(AuditEvent e)
    {
        Change();
        Active.Remove(e.FactorId!);
        _removedIn[e.FactorId!] = _commit;
        if (Active.Count == 0)
            (_recovery, _temporary) = (null, null);
    }

    private void Empty()
    {
        Change();
        foreach (var factor in Active)
            _removedIn[factor] = _commit;

        Active.Clear();
        (_recovery, _temporary, Failures, _lockedUntil) = (null, null, 0, null);
    }

    private void Change()
    {
        _pending.Clear();
        CloseChallenges();
        _changes++;
    }

    // A lock closes challenges as a security change does, and leaves the epoch.
    private void CloseChallenges()
    {
        foreach (var challenge in _opened.Keys.ToList())
            _opened[challenge] = (-1, _opened[challenge].At);
    }

    private bool IsSameChange(string challenge) =>
        !_opened.TryGetValue(challenge, out var opened) || opened.Change == _changes;

    private bool IsLocked(DateTimeOffset at) => at < _lockedUntil;

    private ViolationException Wrong(string what) => new($"{user}: {what}");
}
