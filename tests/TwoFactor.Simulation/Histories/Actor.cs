using System.Diagnostics;
using System.Globalization;
using System.Text;
using TwoFactor.Email;
using TwoFactor.Simulation.Checking;
using TwoFactor.Testing;
using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation;

/// <summary>Does the steps, through the services that an app would call.</summary>
internal sealed class Actor(
    SimWorld world,
    SimStore store,
    Phone[] phones,
    List<SimMessage> messages,
    SimVendorDesk vendor
)
{
    private static readonly int[] s_waits = [1, 5, 29, 30, 31, 60, 301, 601, 3_601];

    private readonly KeyHand _keys = new(phones);
    private int _guesses;

    /// <param name="told">Filled in as it goes.</param>
    /// <param name="cancellationToken">Cancels it on the way.</param>
    public async Task RunAsync(Told told, CancellationToken cancellationToken)
    {
        using var activity = new Activity("step").SetIdFormat(ActivityIdFormat.W3C).Start();
        told.Correlation = activity.TraceId.ToHexString();
        try
        {
            await DoAsync(told, phones[told.Step.User], Prefab.Users[told.Step.User], cancellationToken);
        }
        catch (TwoFactorStoreException e)
        {
            told.Failure = $"unavailable: {e.Message}";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            told.Failure = "cancelled";
        }

        told.LastCommit = store.Commits.Count;
    }

    public static int Wait(Step step) => s_waits[step.Pick % s_waits.Length];

    private async Task DoAsync(Told told, Phone phone, string user, CancellationToken token)
    {
        var (node, pick) = (told.Node, told.Step.Pick);
        switch (told.Step.Kind)
        {
            case StepKind.VerifyTotp when phone.Authenticators.Count > 0:
                var (factor, app) = phone.Authenticators[^(1 + (pick % Math.Min(2, phone.Authenticators.Count)))];
                var at =
                    world.Now
                    + TimeSpan.FromSeconds(
                        30
                            * (
                                (pick / 4 % 4) switch
                                {
                                    0 => -1,
                                    1 => 1,
                                    _ => 0,
                                }
                            )
                    );
                await PresentAsync(
                    told,
                    phone,
                    user,
                    new(app.CodeAt(at), TotpKey(factor, at)),
                    ChallengeOf(phone, pick),
                    token
                );
                break;
            case StepKind.VerifySent when MessageFor(user, pick) is { } message:
                await PresentAsync(
                    told,
                    phone,
                    user,
                    new(message.Code, message.Key),
                    (pick / 4 % 4) switch
                    {
                        0 => null,
                        1 => SignInOf(phone, pick / 16),
                        _ => message.ChallengeId,
                    },
                    token
                );
                break;
            case StepKind.VerifyVendor when VendorCodeFor(user, pick, isEnrollment: false) is { } made:
                await PresentAsync(
                    told,
                    phone,
                    user,
                    new(made.Code, VendorKey(made)),
                    pick % 3 == 0 ? null : made.ChallengeId,
                    token
                );
                break;
            case StepKind.VerifyKey when _keys.Answer(phone, told.Step.User, pick) is { } answer:
                await PresentAsync(told, phone, user, answer.What, answer.ChallengeId, token);
                break;
            case StepKind.VerifyRecovery when phone.RecoveryCodes.Count > 0:
                var recovery = phone.RecoveryCodes[^(1 + (pick % Math.Min(5, phone.RecoveryCodes.Count)))];
                await PresentAsync(
                    told,
                    phone,
                    user,
                    new(recovery, $"backup:{recovery}"),
                    ChallengeOf(phone, pick),
                    token
                );
                break;
            case StepKind.VerifyTemporary when phone.TemporaryCodes.Count > 0:
                var temporary = phone.TemporaryCodes[^(1 + (pick % Math.Min(2, phone.TemporaryCodes.Count)))];
                await PresentAsync(
                    told,
                    phone,
                    user,
                    new(temporary, $"backup:{temporary}"),
                    ChallengeOf(phone, pick),
                    token
                );
                break;
            case StepKind.Guess:
                await PresentAsync(told, phone, user, new(Guess(phone), "guess"), ChallengeOf(phone, pick), token);
                break;
            case StepKind.Replay when phone.Presented.Count > 0:
                var former = phone.Presented[^(1 + (pick % Math.Min(6, phone.Presented.Count)))];
                await PresentAsync(told, phone, user, former, ChallengeOf(phone, pick), token);
                break;
            case StepKind.SignIn:
                var signIn = await node.SignIn.EvaluateAsync(new SignInRequest { UserId = user }, token);
                (told.Decision, told.ChallengeId) = (
                    signIn.Reason == SignInReasons.Throttled ? null : signIn.Decision.ToCode(),
                    signIn.ChallengeId
                );
                Keep(phone.Challenges, signIn.ChallengeId);
                Keep(phone.SignIns, signIn.ChallengeId);

                // A page that offers a key gets the options at once.
                if (signIn.ChallengeId is { } begun && phone.Keys.Count > 0 && pick % 4 != 0)
                    await AskKeyAsync(node, phone, user, begun, token);

                break;
            case StepKind.ChallengeSent:
                told.SignIn = pick % 4 == 0 ? null : SignInOf(phone, pick / 4);
                var challenge = await node.Challenges.ChallengeAsync(
                    new ChallengeRequest
                    {
                        UserId = user,
                        SignInChallengeId = told.SignIn,
                        FactorId = phone.SentFactors.Count > 0 ? phone.SentFactors[^1] : null,
                    },
                    token
                );
                Opened(told, phone, challenge);
                break;
            case StepKind.ChallengeVendor:
                var asked = await node.Challenges.ChallengeAsync(
                    new ChallengeRequest
                    {
                        UserId = user,
                        FactorId = phone.VendorFactors.Count > 0 ? phone.VendorFactors[^1] : null,
                    },
                    token
                );
                Opened(told, phone, asked);
                break;
            case StepKind.ChallengeKey when phone.Challenges.Count > 0 && pick % 4 != 0:
                // What is open already is answered with a key as well, if it is for any factor.
                var open = phone.Challenges[^(1 + (pick / 4 % Math.Min(3, phone.Challenges.Count)))];
                await AskKeyAsync(node, phone, user, open, token);
                break;
            case StepKind.ChallengeKey or StepKind.VerifyKey when phone.Keys.Count > 0:
                var own = await node.Challenges.ChallengeAsync(
                    new ChallengeRequest { UserId = user, FactorId = phone.Keys[^1].FactorId },
                    token
                );
                Opened(told, phone, own);
                break;
            case StepKind.Resend when phone.Challenges.Count > 0:
                told.ChallengeId = ChallengeOf(phone, pick | 1);
                await node.Challenges.ResendAsync(user, told.ChallengeId!, cancellationToken: token);
                break;
            case StepKind.EnrollTotp:
                await EnrollAsync(node, phone, Requests.Totp(node, user), token);
                break;
            case StepKind.EnrollSms:
                await EnrollAsync(node, phone, Requests.Sms(node, user, pick), token);
                break;
            case StepKind.EnrollMail:
                await EnrollAsync(node, phone, Requests.Mail(node, user, pick), token);
                break;
            case StepKind.EnrollVendor:
                await EnrollAsync(node, phone, Requests.Vendor(node, user), token);
                break;
            case StepKind.EnrollKey:
                await EnrollAsync(node, phone, Requests.Key(node, user), token);
                break;
            case StepKind.Confirm or StepKind.ConfirmWrong when phone.Pending.Count > 0:
                await ConfirmAsync(told, phone, user, token);
                break;
            case StepKind.Remove when phone.Factors.ToList() is { Count: > 0 } factors:
                await node.Enrollment.RemoveAsync(
                    new RemovalRequest
                    {
                        UserId = user,
                        FactorId = factors[pick % factors.Count],
                        Proof = Requests.Proof(node),
                    },
                    token
                );
                break;
            case StepKind.Regenerate:
                phone.RecoveryCodes.AddRange(
                    (
                        await node.Enrollment.RegenerateRecoveryCodesAsync(user, Requests.Proof(node), token)
                    ).RecoveryCodes
                        ?? []
                );
                break;
            case StepKind.IssueTemporary:
                Keep(
                    phone.TemporaryCodes,
                    (await node.Reset.IssueTemporaryCodeAsync(Requests.Reset(user), null, token)).Code
                );
                break;
            case StepKind.Reset:
                await node.Reset.ResetAsync(Requests.Reset(user), token);
                break;
            case StepKind.Erase:
                await node.Administration.EraseAsync(Requests.Reset(user), token);
                break;
            case StepKind.EndSessions:
                await node.SignIn.EndSessionsAsync(user, null, token);
                break;
            case StepKind.SetPolicy:
                await node.Policy.SetAsync(
                    new PolicyChange
                    {
                        Requirement = pick % 2 == 0 ? Requirement.Everyone : Requirement.Optional,
                        Actor = "admin",
                    },
                    token
                );
                break;
            case StepKind.Receipt when messages.Count > 0:
                var state = pick % 2 == 0 ? DeliveryState.Delivered : DeliveryState.Sent;
                var callback = new DeliveryCallback
                {
                    PathAndQuery = $"{pick / 2 % messages.Count}/{state}",
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal),
                    Body = Encoding.ASCII.GetBytes(""),
                };
                await node.Receipts.ReceiveAsync("sim", callback, token);
                break;
            case StepKind.ReadTrail:
                await ReadTrailAsync(told, new AccountKey("", user), token);
                break;
            case StepKind.Purge:
                await node.Purge(token);
                break;
            case StepKind.Reseal:
                await node.Reseal(token);
                break;
        }
    }

    // What was written before the reading began is there, once and in order, if nobody erased it meanwhile.
    private async Task ReadTrailAsync(Told told, AccountKey trail, CancellationToken token)
    {
        var written = store.Written(trail, Prefab.One.Store).Select(e => e.Sequence).ToList();
        var read = (await told.Node.Events.ReadAsync(trail, 0, int.MaxValue, token)).Select(e => e.Sequence).ToList();
        var kept = store.Written(trail, Prefab.One.Store).Select(e => e.Sequence).ToHashSet();
        if (!read.SequenceEqual(read.Distinct().Order()) || written.Where(kept.Contains).Except(read).Any())
            throw new ViolationException($"{trail.UserId}: a reader misses an event, or sees one twice");
    }

    private async Task PresentAsync(
        Told told,
        Phone phone,
        string user,
        Presented what,
        string? challengeId,
        CancellationToken token
    )
    {
        Present(told, phone, what);
        told.ChallengeId = challengeId;
        var result = await told.Node.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = user,
                Code = what.Code,
                ChallengeId = challengeId,
            },
            token
        );
        (told.Outcome, told.FactorId, told.Epoch) = (result.Outcome, result.FactorId, result.Epoch);
    }

    private static async Task EnrollAsync(Node node, Phone phone, EnrollmentRequest request, CancellationToken token)
    {
        var begun = await node.Enrollment.EnrollAsync(request, token);
        if (begun.Succeeded)
            phone.Pending.Add(Pending.Of(begun));
    }

    private static async Task AskKeyAsync(
        Node node,
        Phone phone,
        string user,
        string challengeId,
        CancellationToken token
    )
    {
        var options = await node.Challenges.GetClientOptionsAsync(user, challengeId, WebAuthnFactor.Method, token);
        if (options is not null)
            phone.Options.Add(new(challengeId, options));
    }

    private static void Opened(Told told, Phone phone, TwoFactorChallenge challenge)
    {
        told.ChallengeId = challenge.ChallengeId;
        told.Method = challenge.ChallengeId == told.SignIn ? null : challenge.Method;
        Keep(phone.Challenges, challenge.ChallengeId);
        if (challenge.ClientOptions is { } options)
            phone.Options.Add(new(challenge.ChallengeId!, options));
    }

    private static void Present(Told told, Phone phone, Presented what)
    {
        (told.Code, told.Key, told.Answer) = (what.Code, what.Key, what.Answer);
        phone.Presented.Add(what);
    }

    private async Task ConfirmAsync(Told told, Phone phone, string user, CancellationToken token)
    {
        var pending = phone.Pending[^(1 + (told.Step.Pick % Math.Min(2, phone.Pending.Count)))];
        Present(told, phone, FirstCode(told.Step, phone, user, pending));
        told.FactorId = pending.FactorId;
        var result = await told.Node.Enrollment.ConfirmAsync(user, pending.FactorId, told.Code!, token);
        (told.Outcome, told.Epoch) = (result.Outcome, result.Epoch);
        if (!result.Succeeded)
            return;

        if (pending.App is { } app)
            phone.Authenticators.Add((pending.FactorId, app));
        else if (pending.Options is null)
            (pending.Method == SimVendor.MethodName ? phone.VendorFactors : phone.SentFactors).Add(pending.FactorId);

        phone.RecoveryCodes.AddRange(result.RecoveryCodes ?? []);
    }

    private Presented FirstCode(Step step, Phone phone, string user, Pending pending)
    {
        var isWrong = step.Kind == StepKind.ConfirmWrong;
        return pending switch
        {
            { Options: not null } => _keys.Create(phone, pending, step.Pick, isWrong),
            _ when isWrong => new(Guess(phone), "guess"),
            { App: { } app } => new(app.CodeAt(world.Now), TotpKey(pending.FactorId, world.Now)),
            { Method: SimVendor.MethodName } => VendorCodeFor(user, step.Pick, isEnrollment: true) is { } made
                ? new(made.Code, VendorKey(made))
                : new("00000000", "vendor:-1"),
            _ => MessageFor(user, 0, pending.Method) is { } message
                ? new(message.Code, message.Key)
                : new("00000000", $"{pending.Method}:-1"),
        };
    }

    // The newest, or the one before: for an enrolment with a method, or for a sign-in.
    private SimMessage? MessageFor(string user, int pick, string? enrols = null)
    {
        var skip = pick % 4 == 0 ? 1 : 0;
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (
                messages[i].UserId == user
                && messages[i].IsEnrollment == enrols is not null
                && (enrols ?? messages[i].Method) == messages[i].Method
                && skip-- == 0
            )
                return messages[i];
        }

        return null;
    }

    private VendorCode? VendorCodeFor(string user, int pick, bool isEnrollment)
    {
        var skip = pick % 4 == 0 ? 1 : 0;
        for (var i = vendor.Codes.Count - 1; i >= 0; i--)
        {
            if (vendor.Codes[i].UserId == user && vendor.Codes[i].IsEnrollment == isEnrollment && skip-- == 0)
                return vendor.Codes[i];
        }

        return null;
    }

    private static string VendorKey(VendorCode made) =>
        string.Create(CultureInfo.InvariantCulture, $"vendor:{made.Number}");

    private static string? ChallengeOf(Phone phone, int pick) =>
        pick % 2 == 0 || phone.Challenges.Count == 0
            ? null
            : phone.Challenges[^(1 + (pick / 2 % Math.Min(5, phone.Challenges.Count)))];

    private static string? SignInOf(Phone phone, int pick) =>
        phone.SignIns.Count == 0 ? null : phone.SignIns[^(1 + (pick % Math.Min(3, phone.SignIns.Count)))];

    private static string TotpKey(string factor, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"totp:{factor}:{at.ToUnixTimeSeconds() / 30}");

    private static void Keep(List<string> list, string? value)
    {
        if (value is not null)
            list.Add(value);
    }

    // Never right by chance.
    private string Guess(Phone phone)
    {
        while (true)
        {
            var guess = (10_000_000 + _guesses++).ToString(CultureInfo.InvariantCulture);
            if (
                phone.Authenticators.TrueForAll(a =>
                    Enumerable.Range(-2, 5).All(i => a.App.CodeAt(world.Now + TimeSpan.FromSeconds(30 * i)) != guess)
                )
            )
                return guess;
        }
    }
}
