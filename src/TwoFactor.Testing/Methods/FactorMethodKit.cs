using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Testing;

/// <summary>
/// The requirements for a factor method, tried in an app: a right answer is accepted once, whoever else presents it;
/// wrong answers are counted and lock the user; what is no answer does no harm.
/// </summary>
/// <param name="open">Makes the app with no users; called once per case.</param>
public sealed class FactorMethodKit(Func<ValueTask<FactorMethodHarness>> open) : ConformanceKit
{
    private const string Alice = "alice";
    private const string Bob = "bob";

    // More than any lock allows.
    private const int ManyGuesses = 12;

    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(2);

    private static readonly string[] s_noise =
    [
        "",
        " ",
        "0",
        "000000",
        "-1",
        "\0\0\0\0\0\0",
        "\ud800",
        "١٢٣٤٥٦",
        "null",
        "{",
        "[]",
        "{}",
        """{"id":null,"response":[]}""",
        new string('[', 4_000),
        new string('9', FactorAttempt.MaxCodeLength),
        new string('x', FactorAttempt.MaxCodeLength + 1),
    ];

    private protected override string Name => "factor method";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases() =>
        [
            Case(nameof(The_name_never_changes), The_name_never_changes),
            Case(nameof(A_wrong_answer_confirms_nothing), A_wrong_answer_confirms_nothing),
            Case(nameof(A_right_answer_is_accepted_once), A_right_answer_is_accepted_once),
            Case(
                nameof(Of_many_who_present_one_answer_at_once_one_is_accepted),
                Of_many_who_present_one_answer_at_once_one_is_accepted
            ),
            Case(nameof(Wrong_answers_lock_the_user), Wrong_answers_lock_the_user),
            Case(nameof(Another_users_answer_is_refused), Another_users_answer_is_refused),
            Case(nameof(The_answer_to_another_sign_in_is_refused), The_answer_to_another_sign_in_is_refused),
            Case(nameof(An_old_answer_is_refused), An_old_answer_is_refused),
            Case(
                nameof(What_is_no_answer_is_refused_and_throws_nothing),
                What_is_no_answer_is_refused_and_throws_nothing
            ),
            Case(nameof(No_event_shows_an_answer), No_event_shows_an_answer),
            Case(
                nameof(A_vendor_that_cannot_be_reached_gives_no_free_guess_at_other_factors),
                A_vendor_that_cannot_be_reached_gives_no_free_guess_at_other_factors
            ),
        ];

    private static Task The_name_never_changes(App app, CancellationToken token)
    {
        var found = app.Get<IEnumerable<IFactorMethod>>().Where(m => m.Name == app.Harness.Method).ToList();
        Expect.Equal(1, found.Count, $"the number of methods that are named '{app.Harness.Method}'");
        Expect.Equal(app.Harness.Method, found[0].Name, "the name when it is asked for again");
        return Task.CompletedTask;
    }

    private static async Task A_wrong_answer_confirms_nothing(App app, CancellationToken token)
    {
        var pending = await app.BeginAsync(Alice, token).ConfigureAwait(false);
        var wrong = await app.ConfirmAsync(Alice, pending, app.Harness.WrongAnswer(Alice, pending.ClientOptions), token)
            .ConfigureAwait(false);
        Expect.That(!wrong.Succeeded, "a wrong answer does not confirm the factor");
        var right = await app.ConfirmAsync(Alice, pending, app.Harness.Confirm(Alice, pending), token)
            .ConfigureAwait(false);
        Expect.Equal(TwoFactorOutcome.Accepted, right.Outcome, "the outcome of a right answer after a wrong one");
    }

    private static async Task A_right_answer_is_accepted_once(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var answer = app.Harness.Answer(Alice, challenge.ClientOptions);
        var first = await app.VerifyAsync(Alice, answer, challenge, token).ConfigureAwait(false);
        Expect.Equal(TwoFactorOutcome.Accepted, first.Outcome, "the outcome of a right answer");
        Expect.Equal(app.Harness.Method, first.Method, "the method of the accepted answer");
        var again = await app.VerifyAsync(Alice, answer, challenge, token).ConfigureAwait(false);
        Expect.That(!again.Succeeded, "the same answer is not accepted again");
        var next = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var later = await app.VerifyAsync(Alice, answer, next, token).ConfigureAwait(false);
        Expect.That(!later.Succeeded, "the same answer is not accepted at the next sign-in");
    }

    private static async Task Of_many_who_present_one_answer_at_once_one_is_accepted(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var answer = app.Harness.Answer(Alice, challenge.ClientOptions);
        var results = await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(_ => Task.Run(() => app.VerifyAsync(Alice, answer, challenge, token), token))
            )
            .ConfigureAwait(false);
        Expect.Equal(1, results.Count(r => r.Succeeded), "the number of times that one answer is accepted");
    }

    private static async Task Wrong_answers_lock_the_user(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        await app.GuessUntilLockedAsync(Alice, challenge, challenge, token).ConfigureAwait(false);
    }

    private static async Task Another_users_answer_is_refused(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        await app.EnrollAsync(Bob, token).ConfigureAwait(false);
        var alices = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var bobs = await app.SignInAsync(Bob, token).ConfigureAwait(false);
        var answer = app.Harness.Answer(Bob, bobs.ClientOptions);
        var stolen = await app.VerifyAsync(Alice, answer, alices, token).ConfigureAwait(false);
        Expect.That(!stolen.Succeeded, "the answer of another user is refused");
        var crossed = await app.VerifyAsync(Alice, answer, bobs, token).ConfigureAwait(false);
        Expect.That(!crossed.Succeeded, "the answer of another user to that user's challenge is refused");
    }

    private static async Task The_answer_to_another_sign_in_is_refused(App app, CancellationToken token)
    {
        // An authenticator that nobody asks, e.g. an app with TOTP, gives answers that know no sign-in (R11).
        if (!app.IsAsked)
            return;

        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        var one = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var answer = app.Harness.Answer(Alice, one.ClientOptions);
        var other = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var moved = await app.VerifyAsync(Alice, answer, other, token).ConfigureAwait(false);
        Expect.That(!moved.Succeeded, "the answer to one sign-in is refused at another");
        var unasked = await app.VerifyAsync(Alice, answer, null, token).ConfigureAwait(false);
        Expect.That(!unasked.Succeeded, "the answer to a sign-in is refused where no sign-in is named");
    }

    private static async Task An_old_answer_is_refused(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);
        var answer = app.Harness.Answer(Alice, challenge.ClientOptions);
        app.Harness.Clock.Advance(TimeSpan.FromHours(1));
        var old = await app.VerifyAsync(Alice, answer, challenge, token).ConfigureAwait(false);
        Expect.That(!old.Succeeded, "an answer of an hour ago is refused");
    }

    private static async Task What_is_no_answer_is_refused_and_throws_nothing(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        for (var i = 0; i < s_noise.Length; i++)
        {
            // A lock would hide what the method makes of the text.
            app.Harness.Clock.Advance(TimeSpan.FromDays(1));
            var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);
            var result = await app.VerifyAsync(Alice, s_noise[i], challenge, token).ConfigureAwait(false);
            Expect.That(!result.Succeeded, $"text {i} of the noise is refused");
        }

        foreach (var one in await app.ReadEventsAsync(Alice, token).ConfigureAwait(false))
            Expect.That(
                one.Detail?.Contains(" threw ", StringComparison.Ordinal) != true,
                $"the method throws for no text, but event {one.Sequence} says '{one.Detail}'"
            );
    }

    private static async Task No_event_shows_an_answer(App app, CancellationToken token)
    {
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        List<string> answers = [];
        for (var i = 0; i < 2; i++)
        {
            app.Harness.Clock.Advance(s_pause);
            var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);
            var answer =
                i == 0
                    ? app.Harness.WrongAnswer(Alice, challenge.ClientOptions)
                    : app.Harness.Answer(Alice, challenge.ClientOptions);
            answers.Add(answer);
            await app.VerifyAsync(Alice, answer, challenge, token).ConfigureAwait(false);
        }

        foreach (var one in await app.ReadEventsAsync(Alice, token).ConfigureAwait(false))
            Expect.That(
                !answers.Any(a => $"{one} {one.Detail} {one.Reason}".Contains(a, StringComparison.Ordinal)),
                $"event {one.Sequence} shows no answer"
            );
    }

    // The local factors are checked before the vendor is asked. If the charge came back because the vendor was not
    // reached, each such attempt would be a free guess at them.
    private static async Task A_vendor_that_cannot_be_reached_gives_no_free_guess_at_other_factors(
        App app,
        CancellationToken token
    )
    {
        if (app.Find() is not IRemoteFactorMethod)
            return;

        await app.EnrollAppAsync(Alice, token).ConfigureAwait(false);
        await app.EnrollAsync(Alice, token).ConfigureAwait(false);
        app.Harness.IsVendorReachable = false;
        var challenge = await app.SignInAsync(Alice, token).ConfigureAwait(false);

        // The challenge is the vendor's; a code without one is looked at by all factors.
        await app.GuessUntilLockedAsync(Alice, challenge, null, token).ConfigureAwait(false);
    }

    private (string Name, Func<CancellationToken, Task> Run) Case(
        string name,
        Func<App, CancellationToken, Task> run
    ) =>
        (
            name,
            async token =>
            {
                var harness = await open().ConfigureAwait(false);
                await using var ending = harness.ConfigureAwait(false);
                await run(new App(harness), token).ConfigureAwait(false);
            }
        );

    /// <summary>The app as its users use it.</summary>
    private sealed class App(FactorMethodHarness harness)
    {
        public FactorMethodHarness Harness => harness;

        /// <summary>Whether the authenticator is asked: a code is sent, or the client gets options.</summary>
        public bool IsAsked => Find() is IFactorSender or IExchangeFactorMethod;

        public T Get<T>()
            where T : notnull => harness.Services.GetRequiredService<T>();

        public IFactorMethod? Find() => Get<IEnumerable<IFactorMethod>>().FirstOrDefault(m => m.Name == harness.Method);

        public async Task<EnrollmentResult> BeginAsync(string user, CancellationToken token, string? method = null)
        {
            var now = harness.Clock.Now;
            var pending = await Get<IEnrollmentService>()
                .EnrollAsync(
                    new EnrollmentRequest
                    {
                        UserId = user,
                        Method = method ?? harness.Method,
                        Input = method is null
                            ? harness.InputOf(user)
                            : new Dictionary<string, string>(StringComparer.Ordinal),
                        Proof = new FreshProof { PasswordVerifiedAt = now, SecondFactorVerifiedAt = now },
                    },
                    token
                )
                .ConfigureAwait(false);
            Expect.That(pending.Succeeded, $"an enrolment begins, but the outcome is {pending} {pending.Message}");
            return pending;
        }

        public Task<ConfirmationResult> ConfirmAsync(
            string user,
            EnrollmentResult pending,
            string answer,
            CancellationToken token
        ) => Get<IEnrollmentService>().ConfirmAsync(user, pending.FactorId!, answer, cancellationToken: token);

        public async Task EnrollAsync(string user, CancellationToken token)
        {
            var pending = await BeginAsync(user, token).ConfigureAwait(false);
            var confirmed = await ConfirmAsync(user, pending, harness.Confirm(user, pending), token)
                .ConfigureAwait(false);
            Expect.Equal(TwoFactorOutcome.Accepted, confirmed.Outcome, "the outcome of a right confirmation");
            harness.Clock.Advance(s_pause);
        }

        /// <summary>Enrols an authenticator app beside the method.</summary>
        public async Task EnrollAppAsync(string user, CancellationToken token)
        {
            var pending = await BeginAsync(user, token, FactorMethodNames.Totp).ConfigureAwait(false);
            var code = VirtualAuthenticator.Scan(pending.Uri).CodeAt(harness.Clock);
            var confirmed = await ConfirmAsync(user, pending, code, token).ConfigureAwait(false);
            Expect.That(confirmed.Succeeded, $"an authenticator app is confirmed, but the outcome is {confirmed}");
            harness.Clock.Advance(s_pause);
        }

        /// <summary>Begins a sign-in, and asks the authenticator.</summary>
        public async Task<TwoFactorChallenge> SignInAsync(string user, CancellationToken token)
        {
            harness.Clock.Advance(s_pause);
            var signIn = await Get<ISignInService>()
                .EvaluateAsync(new SignInRequest { UserId = user }, token)
                .ConfigureAwait(false);
            Expect.That(
                signIn.ChallengeId is not null,
                $"a sign-in asks for the second factor, but the decision is {signIn.Decision}"
            );
            var status = await Get<IEnrollmentService>().GetStatusAsync(user, token).ConfigureAwait(false);
            var factor = status.Factors.First(f => f.Method == harness.Method).FactorId;
            if (!IsAsked)
                return new TwoFactorChallenge
                {
                    Outcome = TwoFactorOutcome.Accepted,
                    ChallengeId = signIn.ChallengeId,
                    FactorId = factor,
                };

            return await Get<IChallengeService>()
                .ChallengeAsync(
                    new ChallengeRequest
                    {
                        UserId = user,
                        FactorId = factor,
                        SignInChallengeId = signIn.ChallengeId,
                    },
                    token
                )
                .ConfigureAwait(false);
        }

        public Task<VerificationResult> VerifyAsync(
            string user,
            string answer,
            TwoFactorChallenge? challenge,
            CancellationToken token
        ) =>
            Get<IVerificationService>()
                .VerifyAsync(
                    new VerificationRequest
                    {
                        UserId = user,
                        Code = answer,
                        ChallengeId = challenge?.ChallengeId,
                    },
                    token
                );

        /// <summary>Gives wrong answers, all in the same instant, until the user is locked.</summary>
        public async Task GuessUntilLockedAsync(
            string user,
            TwoFactorChallenge asked,
            TwoFactorChallenge? named,
            CancellationToken token
        )
        {
            var outcome = TwoFactorOutcome.Accepted;
            for (var i = 0; i < ManyGuesses && outcome != TwoFactorOutcome.Locked; i++)
            {
                var wrong = harness.WrongAnswer(user, asked.ClientOptions);
                outcome = (await VerifyAsync(user, wrong, named, token).ConfigureAwait(false)).Outcome;
                Expect.That(outcome != TwoFactorOutcome.Accepted, "a wrong answer is not accepted");
            }

            Expect.Equal(TwoFactorOutcome.Locked, outcome, $"the outcome within {ManyGuesses} wrong answers");
        }

        public async Task<IReadOnlyList<AuditEvent>> ReadEventsAsync(string user, CancellationToken token)
        {
            List<AuditEvent> events = [];
            await foreach (
                var one in Get<IAuditService>().ReadAsync(user, cancellationToken: token).ConfigureAwait(false)
            )
                events.Add(one);

            return events;
        }
    }
}
