namespace TwoFactor.Simulation;

/// <summary>A list of steps drawn from a seed.</summary>
internal static class Script
{
    private static readonly Theme s_day = new(
        6,
        18,
        1,
        1 << 16,
        [
            (StepKind.Wait, 12),
            (StepKind.VerifyTotp, 16),
            (StepKind.VerifySent, 9),
            (StepKind.VerifyVendor, 5),
            (StepKind.VerifyKey, 6),
            (StepKind.VerifyRecovery, 5),
            (StepKind.VerifyTemporary, 3),
            (StepKind.Guess, 14),
            (StepKind.Replay, 10),
            (StepKind.SignIn, 7),
            (StepKind.ChallengeSent, 7),
            (StepKind.ChallengeVendor, 4),
            (StepKind.ChallengeKey, 4),
            (StepKind.Resend, 3),
            (StepKind.EnrollTotp, 4),
            (StepKind.EnrollSms, 2),
            (StepKind.EnrollMail, 2),
            (StepKind.EnrollVendor, 2),
            (StepKind.EnrollKey, 1),
            (StepKind.Confirm, 7),
            (StepKind.Remove, 2),
            (StepKind.Regenerate, 2),
            (StepKind.IssueTemporary, 2),
            (StepKind.Reset, 1),
            (StepKind.Erase, 1),
            (StepKind.EndSessions, 1),
            (StepKind.SetPolicy, 1),
            (StepKind.Receipt, 3),
            (StepKind.ReadTrail, 4),
            (StepKind.Purge, 2),
            (StepKind.Reseal, 2),
            (StepKind.Crash, 2),
            (StepKind.Rotate, 2),
        ]
    );

    // Somebody guesses, lock after lock, with a sign-in under way.
    private static readonly Theme s_siege = new(
        12,
        30,
        1,
        1 << 16,
        [
            (StepKind.Guess, 12),
            (StepKind.Replay, 4),
            (StepKind.VerifyTotp, 6),
            (StepKind.SignIn, 5),
            (StepKind.ChallengeSent, 2),
            (StepKind.VerifySent, 2),
            (StepKind.Wait, 7),
            (StepKind.Reseal, 1),
            (StepKind.Purge, 1),
            (StepKind.Crash, 1),
        ]
    );

    // Somebody guesses while a vendor is asked, which hangs, refuses and lies.
    private static readonly Theme s_vendor = new(
        8,
        24,
        1,
        1 << 16,
        [
            (StepKind.ChallengeVendor, 9),
            (StepKind.Guess, 10),
            (StepKind.VerifyVendor, 9),
            (StepKind.VerifyTotp, 3),
            (StepKind.Replay, 3),
            (StepKind.SignIn, 4),
            (StepKind.EnrollVendor, 2),
            (StepKind.EnrollTotp, 1),
            (StepKind.Confirm, 3),
            (StepKind.Remove, 1),
            (StepKind.Regenerate, 1),
            (StepKind.EndSessions, 1),
            (StepKind.Reset, 1),
            (StepKind.Wait, 6),
            (StepKind.Reseal, 1),
            (StepKind.Crash, 2),
        ]
    )
    {
        Favourites = [0, 1, 2],
    };

    // Somebody has messages sent, as many as there are ways to ask for one, to one number or one mailbox.
    private static readonly Theme s_flood = Flood(StepKind.EnrollSms, 0, 1);
    private static readonly Theme s_mailFlood = Flood(StepKind.EnrollMail, 0, 3);

    // Somebody guesses at a factor that is not confirmed yet.
    private static readonly Theme s_pending = new(
        10,
        24,
        1,
        1 << 16,
        [
            (StepKind.EnrollTotp, 2),
            (StepKind.EnrollSms, 1),
            (StepKind.EnrollMail, 1),
            (StepKind.EnrollVendor, 1),
            (StepKind.EnrollKey, 1),
            (StepKind.ConfirmWrong, 12),
            (StepKind.Confirm, 3),
            (StepKind.VerifyTotp, 2),
            (StepKind.Wait, 2),
            (StepKind.Crash, 1),
        ]
    );

    // Keys answer, and others answer in their place.
    private static readonly Theme s_keys = new(
        10,
        24,
        1,
        1 << 16,
        [
            (StepKind.SignIn, 5),
            (StepKind.ChallengeKey, 8),
            (StepKind.VerifyKey, 18),
            (StepKind.Replay, 2),
            (StepKind.EnrollKey, 2),
            (StepKind.Confirm, 3),
            (StepKind.ChallengeSent, 2),
            (StepKind.VerifySent, 2),
            (StepKind.Guess, 2),
            (StepKind.Remove, 1),
            (StepKind.EndSessions, 1),
            (StepKind.Reset, 1),
            (StepKind.Wait, 5),
            (StepKind.Crash, 2),
        ]
    )
    {
        // Who have some.
        Favourites = [0, 3],
        Others = 4,
    };

    // Sign-ins of one user cross, and each has codes sent.
    private static readonly Theme s_crossing = new(
        8,
        20,
        1,
        1 << 16,
        [
            (StepKind.SignIn, 6),
            (StepKind.ChallengeSent, 7),
            (StepKind.VerifySent, 8),
            (StepKind.Wait, 6),
            (StepKind.Resend, 1),
            (StepKind.Crash, 1),
        ]
    )
    {
        // Who are sent codes.
        Favourites = [1, 3],
    };

    public static List<Step> Draw(int seed)
    {
        var dice = new Random(seed);
        var theme = dice.Next(18) switch
        {
            0 => s_flood,
            1 => s_mailFlood,
            2 or 3 => s_siege,
            4 or 5 => s_vendor,
            6 => s_pending,
            7 => s_crossing,
            8 or 9 => s_keys,
            _ => s_day,
        };
        var steps = new List<Step>();
        var count = dice.Next(theme.Min, theme.Max + 1);

        // Mostly about one user: what happens at the same time to the same record is where it gets narrow.
        var favourite = theme.Favourites[dice.Next(theme.Favourites.Length)];
        var others = dice.Next(1, Prefab.Users.Length);
        while (steps.Count < count)
        {
            var pick = dice.Next(theme.Picks) * theme.PickStep;
            var step = new Step(
                theme.Kinds[dice.Next(theme.Kinds.Length)],
                dice.Next(theme.Others) == 0 ? (favourite + others) % Prefab.Users.Length : favourite,
                dice.Next(3),
                pick,
                dice.Next(25) == 0
            );

            // Crowds: the same thing on several nodes at once.
            var crowd =
                dice.Next(8) == 0
                && step.Kind
                    is StepKind.VerifyTotp
                        or StepKind.Guess
                        or StepKind.Replay
                        or StepKind.VerifyRecovery
                        or StepKind.VerifySent
                        or StepKind.VerifyVendor
                        or StepKind.VerifyKey
                    ? dice.Next(2, 6)
                    : 1;
            for (var i = 0; i < crowd; i++)
                steps.Add(step with { Node = (step.Node + i) % 3 });
        }

        return steps;
    }

    private static Theme Flood(StepKind enrolment, params int[] favourites) =>
        new(
            20,
            40,
            3,
            1 << 12,
            [
                (StepKind.ChallengeSent, 5),
                (enrolment, 8),
                (StepKind.Resend, 4),
                (StepKind.Wait, 9),
                (StepKind.Crash, 1),
                (StepKind.Reset, 1),
            ]
        )
        {
            Favourites = favourites,
            Others = 2,
        };

    private sealed record Theme(int Min, int Max, int PickStep, int Picks, (StepKind Kind, int Weight)[] Weights)
    {
        /// <summary>Whom it is mostly about.</summary>
        public int[] Favourites { get; init; } = [0, 1, 3];

        /// <summary>One step of so many is about somebody else.</summary>
        public int Others { get; init; } = 10;

        public StepKind[] Kinds { get; } = [.. Weights.SelectMany(k => Enumerable.Repeat(k.Kind, k.Weight))];
    }
}
