namespace TwoFactor.Simulation;

/// <summary>A list of steps drawn from a seed.</summary>
internal static class Script
{
    private const int MinSteps = 6;
    private const int MaxSteps = 18;

    private static readonly StepKind[] s_kinds = Drawn(
    [
        (StepKind.Wait, 12), (StepKind.VerifyTotp, 16), (StepKind.VerifySms, 9), (StepKind.VerifyRecovery, 5), (StepKind.VerifyTemporary, 3), (StepKind.Guess, 14),
        (StepKind.Replay, 10), (StepKind.SignIn, 7), (StepKind.ChallengeSms, 7), (StepKind.Resend, 3), (StepKind.EnrollTotp, 4), (StepKind.EnrollSms, 2), (StepKind.Confirm, 6),
        (StepKind.Remove, 2), (StepKind.Regenerate, 2), (StepKind.IssueTemporary, 2), (StepKind.Reset, 1), (StepKind.Erase, 1), (StepKind.EndSessions, 1), (StepKind.SetPolicy, 1),
        (StepKind.Receipt, 3), (StepKind.Purge, 2), (StepKind.Reseal, 2), (StepKind.Crash, 2), (StepKind.Rotate, 2),
    ]);

    // Now and then a flood: as many messages as somebody can ask for.
    private static readonly StepKind[] s_flood = Drawn([(StepKind.ChallengeSms, 6), (StepKind.EnrollSms, 6), (StepKind.Resend, 3), (StepKind.Wait, 8), (StepKind.Crash, 1), (StepKind.Reset, 1)]);

    public static List<Step> Draw(int seed)
    {
        var dice = new Random(seed);
        var steps = new List<Step>();
        var count = dice.Next(MinSteps, MaxSteps + 1);

        // Mostly about one user: what happens at the same time to the same record is where it gets narrow.
        var favourite = dice.Next(2);
        var kinds = dice.Next(12) == 0 ? s_flood : s_kinds;
        while (steps.Count < count)
        {
            var step = new Step(kinds[dice.Next(kinds.Length)], dice.Next(10) == 0 ? 1 - favourite : favourite, dice.Next(3), dice.Next(1 << 16), dice.Next(25) == 0);

            // Crowds: the same thing on several nodes at once.
            var crowd = dice.Next(8) == 0 && step.Kind is StepKind.VerifyTotp or StepKind.Guess or StepKind.Replay or StepKind.VerifyRecovery or StepKind.VerifySms ? dice.Next(2, 6) : 1;
            for (var i = 0; i < crowd; i++)
                steps.Add(step with { Node = (step.Node + i) % 3 });
        }

        return steps;
    }

    private static StepKind[] Drawn((StepKind Kind, int Weight)[] kinds) => [.. kinds.SelectMany(k => Enumerable.Repeat(k.Kind, k.Weight))];
}
