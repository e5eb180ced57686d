using System.Globalization;

namespace TwoFactor.Tests;

/// <summary>
/// Plays a list of numbers as a history of commands, on the rules and on the model, and throws at the first
/// disagreement.
/// </summary>
internal sealed class History(PlantedBug? bug)
{
    private static readonly int[] s_jumps = [0, 1, 29, 30, 60, 301, 3_601];

    private readonly PureWorld _world = new(bug);
    private readonly Model _model = new();
    private readonly List<byte[]> _secrets = [];
    private readonly List<string> _factorIds = [];
    private readonly List<string> _challengeIds = [];
    private readonly List<ModelCode> _presented = [];
    private readonly List<string> _recoveryCodes = [];
    private readonly Dictionary<string, ModelCode> _sentToConfirm = [];
    private readonly Dictionary<string, int> _acceptedTexts = new(StringComparer.Ordinal);
    private int _serial;

    public static void Play(int[] numbers, PlantedBug? bug = null)
    {
        var history = new History(bug);
        foreach (var number in numbers)
            history.Step(number);

        Invariants.CheckTrail(history._world);
    }

    private void Step(int number)
    {
        var kind = number % 32;
        var pick = number / 32 % 64;
        var jump = s_jumps[number / 2048 % s_jumps.Length];
        _world.Now += TimeSpan.FromSeconds(jump);
        var before = _world.Account;
        switch (kind)
        {
            case 0 or 1:
                Enroll(pick);
                break;
            case 2 or 3 or 4:
                Confirm(pick);
                break;
            case 5 or 6:
                SignIn();
                break;
            case 7 or 8:
                Challenge(pick);
                break;
            case 9 or 10:
                Resend(pick);
                break;
            case 11:
                Remove(pick);
                break;
            case 12:
                Regenerate();
                break;
            case 13:
                Reset();
                break;
            case 14:
                IssueTemporaryCode();
                break;
            case 15:
                VerifyAndTrust(pick);
                break;
            case < 20:
                Verify(WrongCode(), pick);
                break;
            case < 24:
                Verify(RightCode(pick), pick);
                break;
            case < 27:
                Verify(Replayed(pick), pick);
                break;
            case 27:
                NotMe(pick);
                break;
            default:
                Verify(Backup(pick), pick);
                break;
        }

        Invariants.Check(before, _world, _model);
    }

    private void Enroll(int pick)
    {
        var isSent = pick % 3 == 0;
        var id = $"f{_serial++}";
        var secret = (byte[])PureWorld.Key.Clone();
        secret[0] = (byte)_serial;
        var wait = isSent && _world.Account.NextSendAt > _world.Now;
        var isFull =
            _model.Factors.Values.Count(f => f.Status != FactorStatus.Pending)
            >= PureWorld.Options.Enrollment.MaxFactors;
        var answer = _world.Apply(
            new EnrollCommand
            {
                UserId = "u",
                Method = isSent ? ToySender.MethodName : FactorMethodNames.Totp,
                Name = id,
                FactorId = id,
                Draft = new FactorDraft
                {
                    State = isSent ? [1] : TotpState.Create(PureWorld.Options.Totp.Parameters, secret),
                },
                Proof = Proof(),
                ChallengeDraft = Draft(),
            }
        );
        var expected =
            isFull ? TwoFactorOutcome.LimitReached
            : wait ? TwoFactorOutcome.Throttled
            : TwoFactorOutcome.Accepted;
        Agree(expected, answer.Outcome, "enroll");
        if (expected != TwoFactorOutcome.Accepted)
            return;

        _model.Known = true;
        foreach (
            var surplus in _model
                .Factors.Where(f => f.Value.Status == FactorStatus.Pending)
                .Select(f => f.Key)
                .OrderBy(k => int.Parse(k[1..], CultureInfo.InvariantCulture))
                .SkipLast(2)
                .ToList()
        )
        {
            _model.Factors.Remove(surplus);
            _model.RemoveChallengesOf(surplus);
        }

        _model.Factors[id] = new ModelFactor
        {
            IsSent = isSent,
            ExpiresAt = _world.Now + PureWorld.Options.Enrollment.PendingLifetime,
        };
        _factorIds.Add(id);
        _secrets.Add(secret);
        if (_world.Sent is { } sent)
            Track(
                sent.ChallengeId,
                id,
                ChallengePurpose.Enrollment,
                _world.Account.FindChallenge(sent.ChallengeId)!.ExpiresAt
            );
    }

    private void Confirm(int pick)
    {
        if (_factorIds.Count == 0)
            return;

        var index = _factorIds.Count - 1 - (pick % Math.Min(3, _factorIds.Count));
        var id = _factorIds[index];
        var code =
            pick % 4 == 0 ? WrongCode()
            : _sentToConfirm.TryGetValue(id, out var sent) ? sent
            : TotpCode(index, 0);
        var codes = new RecoveryCodeDraft(PureWorld.RecoveryCodes);
        var expected = _model.Confirm(id, code, _world.Now);
        var result = _world.Apply(
            new ConfirmCommand
            {
                UserId = "u",
                FactorId = id,
                Code = code.Text,
                RecoveryCodes = codes,
            }
        );
        Agree(expected, result.Outcome, "confirm");
        if (result.RecoveryCodes is not null)
            Keep(result.RecoveryCodes);

        // The code that confirmed is tried again at sign-in.
        if (expected == TwoFactorOutcome.Accepted)
            _presented.Add(code);
    }

    private void SignIn()
    {
        var draft = Draft();
        var result = _world.Apply(
            new SignInCommand
            {
                UserId = "u",
                Policy = new RequirementPolicy { Requirement = Requirement.Everyone },
                Facts = new SignInFacts([], []),
                Draft = draft,
            }
        );
        _model.Known = true;
        var expected =
            !_model.IsEnabled ? SignInDecision.Enroll
            : !_model.CanAnswer(_world.Now) || _model.IsLocked(_world.Now) ? SignInDecision.Denied
            : SignInDecision.Challenge;
        if (expected != result.Decision)
            throw new DisagreementException($"sign-in: expected {expected}, was {result.Decision} ({result.Reason})");

        if (result.ChallengeId is { } id)
            TrackChallenge(
                id,
                new ModelChallenge(
                    null,
                    ChallengePurpose.SignIn,
                    _world.Now + PureWorld.Options.Challenges.SignInLifetime,
                    null,
                    _serial++
                )
            );
    }

    private void Challenge(int pick)
    {
        var id = _factorIds.Count == 0 ? null : _factorIds[pick % _factorIds.Count];
        var signIn =
            pick % 3 == 0 || _challengeIds.Count == 0
                ? null
                : _challengeIds[^(1 + (pick / 3 % Math.Min(4, _challengeIds.Count)))];
        var isOpen =
            signIn is null
            || (
                _model.Challenges.TryGetValue(signIn, out var ticket)
                && ticket is { FactorId: null }
                && _world.Now < ticket.ExpiresAt
            );
        var answer = _world.Apply(
            new OpenChallengeCommand
            {
                UserId = "u",
                FactorId = id,
                Purpose = ChallengePurpose.SignIn,
                SignInId = signIn,
                Draft = Draft(),
            }
        );
        if (answer.Succeeded && !isOpen)
            throw new DisagreementException("a code was sent for a sign-in that is over");

        if (isOpen && answer.Outcome == TwoFactorOutcome.Expired)
            throw new DisagreementException("an open sign-in is called expired");

        if (answer.ChallengeId is { } opened && opened != signIn)
            Track(opened, answer.FactorId, ChallengePurpose.SignIn, answer.ExpiresAt!.Value, signIn);
    }

    private void Resend(int pick)
    {
        if (_challengeIds.Count == 0)
            return;

        var id = _challengeIds[^(1 + (pick % Math.Min(4, _challengeIds.Count)))];
        var answer = _world.Apply(
            new ResendCommand
            {
                UserId = "u",
                ChallengeId = id,
                Draft = Draft(),
            }
        );
        if (answer.ChallengeId is not { } resent)
            return;

        if (!_model.Challenges.TryGetValue(resent, out var before))
            throw new DisagreementException("a code was sent again for a challenge that is over");

        Track(resent, answer.FactorId, ChallengePurpose.SignIn, answer.ExpiresAt!.Value, before.SignIn);
    }

    private void NotMe(int pick)
    {
        if (_challengeIds.Count == 0)
            return;

        var id = _challengeIds[^(1 + (pick % Math.Min(4, _challengeIds.Count)))];
        var expected = _model.NotMe(id, _world.Now);
        Agree(expected, _world.Apply(new NotMeCommand { UserId = "u", ChallengeId = id }), "not me");
    }

    private void Remove(int pick)
    {
        if (_factorIds.Count == 0)
            return;

        var id = _factorIds[pick % _factorIds.Count];
        var result = _world.Apply(
            new RemoveCommand
            {
                UserId = "u",
                FactorId = id,
                Proof = Proof(),
                Policy = new RequirementPolicy(),
            }
        );
        var exists =
            _model.Factors.TryGetValue(id, out var factor)
            && (factor.Status != FactorStatus.Pending || _world.Now < factor.ExpiresAt);
        Agree(exists ? TwoFactorOutcome.Accepted : TwoFactorOutcome.NotFound, result.Outcome, "remove");
        if (exists)
            _model.RemoveFactor(id);
    }

    private void Regenerate()
    {
        var result = _world.Apply(
            new RegenerateCommand
            {
                UserId = "u",
                Proof = Proof(),
                RecoveryCodes = new RecoveryCodeDraft(PureWorld.RecoveryCodes),
            }
        );
        Agree(
            _model.HasActive ? TwoFactorOutcome.Accepted
                : _model.IsEnabled ? TwoFactorOutcome.Locked
                : TwoFactorOutcome.NotEnrolled,
            result.Outcome,
            "regenerate"
        );
        if (!result.Succeeded)
            return;

        _model.SecurityChange();
        Keep(result.RecoveryCodes!);
    }

    private void Reset()
    {
        var result = _world.Apply(
            new ResetCommand
            {
                UserId = "u",
                Actor = "admin",
                Reason = "lost",
            }
        );
        Agree(_model.Known ? TwoFactorOutcome.Accepted : TwoFactorOutcome.NotEnrolled, result.Outcome, "reset");
        if (_model.Known)
            _model.Reset();
    }

    private void IssueTemporaryCode()
    {
        var draft = PureWorld.TemporaryCodes.Begin(
            new FactorEnrollment
            {
                UserId = "u",
                AccountName = "u",
                Now = _world.Now,
            }
        );
        var result = _world.Apply(
            new IssueTemporaryCodeCommand
            {
                UserId = "u",
                FactorId = $"t{_serial++}",
                Draft = draft,
                ValidFor = TimeSpan.FromHours(1),
                Actor = "admin",
                Reason = "lost",
            }
        );
        Agree(
            _model.IsEnabled ? TwoFactorOutcome.Accepted : TwoFactorOutcome.NotEnrolled,
            result.Outcome,
            "temporary code"
        );
        if (!result.Succeeded)
            return;

        _model.NewTemporaryCode(result.Code!, result.ExpiresAt!.Value);
        _recoveryCodes.Add(result.Code!);
    }

    private void VerifyAndTrust(int pick)
    {
        var code = RightCode(pick);
        var expected = _model.Verify(code, null, _world.Now);
        var device = DeviceDraft.Create(null);
        var result = _world.Apply(
            new VerifyCommand
            {
                UserId = "u",
                Code = code.Text,
                Device = device,
            }
        );
        Agree(expected, result.Outcome, "verify and trust");
        _presented.Add(code);
        if (expected == TwoFactorOutcome.Accepted)
            _model.Devices.Add(device.Id);
    }

    private void Verify(ModelCode code, int pick)
    {
        var challengeId =
            pick % 2 == 0 || _challengeIds.Count == 0
                ? null
                : _challengeIds[^(1 + (pick / 2 % Math.Min(4, _challengeIds.Count)))];
        var expected = _model.Verify(code, challengeId, _world.Now);
        var result = _world.Apply(
            new VerifyCommand
            {
                UserId = "u",
                Code = code.Text,
                ChallengeId = challengeId,
            }
        );
        Agree(expected, result.Outcome, $"verify {code}");
        _presented.Add(code);
        if (
            result.Outcome == TwoFactorOutcome.Accepted
            && code.Sent is null
            && !_acceptedTexts.TryAdd(code.Text, _serial)
        )
            throw new DisagreementException("a code was accepted twice");
    }

    private void Track(
        string id,
        string? factorId,
        ChallengePurpose purpose,
        DateTimeOffset expiresAt,
        string? signIn = null
    )
    {
        var sent = _world.Sent?.Message.Body;
        if (sent is not null && purpose == ChallengePurpose.Enrollment)
            _sentToConfirm[factorId!] = new ModelCode(sent, factorId, Sent: sent);
        else if (sent is not null)
            _presented.Add(new ModelCode(sent, factorId, Sent: sent, SentBy: id));

        TrackChallenge(id, new ModelChallenge(factorId, purpose, expiresAt, sent, _serial++, signIn));
    }

    private void TrackChallenge(string id, ModelChallenge challenge)
    {
        foreach (
            var expired in _model.Challenges.Where(c => _world.Now >= c.Value.ExpiresAt).Select(c => c.Key).ToList()
        )
            _model.Challenges.Remove(expired);

        // Of the codes sent to one factor for one purpose the last alone is good; each sign-in has its own.
        foreach (var (other, before) in _model.Challenges)
        {
            if (
                challenge.SentCode is not null
                && before.SentCode is not null
                && before.FactorId == challenge.FactorId
                && before.Purpose == challenge.Purpose
                && before.SignIn == challenge.SignIn
            )
                _model.Challenges.Remove(other);
        }

        _model.Challenges.Remove(id);
        _model.Challenges[id] = challenge;
        if (challenge.Purpose != ChallengePurpose.Enrollment)
            _challengeIds.Add(id);
    }

    // Now and then a text that can be no code; the others are never right by chance.
    private ModelCode WrongCode()
    {
        if (_serial % 4 == 0)
            return new ModelCode($"9{_serial++ % 100:D2}");

        while (true)
        {
            var guess = $"9{_serial++:D7}";
            if (!Enumerable.Range(0, _secrets.Count).Any(i => NearbyCodes(i).Contains(guess, StringComparer.Ordinal)))
                return new ModelCode(guess);
        }
    }

    private IEnumerable<string> NearbyCodes(int index) =>
        Enumerable.Range(-1, 3).Select(offset => TotpCode(index, offset).Text);

    private ModelCode RightCode(int pick)
    {
        if (_factorIds.Count == 0)
            return WrongCode();

        var index = _factorIds.Count - 1 - (pick % Math.Min(4, _factorIds.Count));
        return TotpCode(index, (pick / 4 % 3) - 1);
    }

    private ModelCode TotpCode(int index, int offset)
    {
        var step = PureWorld.Options.Totp.Parameters.StepAt(_world.Now) + offset;
        return new ModelCode(
            Totp.Compute(_secrets[index], step, PureWorld.Options.Totp.Parameters),
            _factorIds[index],
            step
        );
    }

    private ModelCode Replayed(int pick) =>
        _presented.Count == 0 ? WrongCode() : _presented[^(1 + (pick % Math.Min(5, _presented.Count)))];

    private ModelCode Backup(int pick)
    {
        if (_recoveryCodes.Count == 0)
            return WrongCode();

        var code = _recoveryCodes[^(1 + (pick % Math.Min(3, _recoveryCodes.Count)))];
        return new ModelCode(code, Recovery: code);
    }

    private void Keep(IReadOnlyList<string> codes)
    {
        _model.NewRecoveryCodes(codes);
        _recoveryCodes.AddRange(codes);
    }

    private FreshProof Proof() => new() { PasswordVerifiedAt = _world.Now, SecondFactorVerifiedAt = _world.Now };

    private ChallengeDraft Draft()
    {
        var entropy = new byte[FactorSend.EntropyBytes];
        BitConverter.TryWriteBytes(entropy, (long)_serial);
        return new ChallengeDraft { Id = $"c{_serial++}", Entropy = entropy };
    }

    private static void Agree(TwoFactorOutcome expected, TwoFactorOutcome actual, string what)
    {
        if (expected != actual)
            throw new DisagreementException($"{what}: the model says {expected}, the rules {actual}");
    }
}
