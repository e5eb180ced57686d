namespace TwoFactor.Simulation;

/// <summary>What somebody asked, and what they were told; nothing, if the node died.</summary>
internal sealed class Told(Step step, Node node, int firstCommit)
{
    public Step Step => step;

    public Node Node => node;

    /// <summary>When it was asked, by the clock of the node.</summary>
    public DateTimeOffset At { get; } = node.Clock.GetUtcNow();

    public string Correlation { get; set; } = "";

    /// <summary>How many writes there had been when it was asked, and when it was told.</summary>
    public int FirstCommit => firstCommit;

    public int? LastCommit { get; set; }

    /// <summary>
    /// The code, and what it is: <c>totp:factor:step</c>, <c>sms:message</c>, <c>backup:code</c>, a guess, or a
    /// <see cref="KeyAnswer"/>.
    /// </summary>
    public string? Code { get; set; }

    public string? Key { get; set; }

    /// <summary>What it is, if a key made it.</summary>
    public KeyAnswer? Answer { get; set; }

    public string? ChallengeId { get; set; }

    /// <summary>The method of the factor that the challenge is for alone.</summary>
    public string? Method { get; set; }

    /// <summary>The sign-in that a code was asked for.</summary>
    public string? SignIn { get; set; }

    public TwoFactorOutcome? Outcome { get; set; }

    public string? FactorId { get; set; }

    public string? Decision { get; set; }

    public int? Epoch { get; set; }

    public string? Failure { get; set; }

    public override string ToString() =>
        $"{step}: {Key ?? ChallengeId ?? ""} -> {Outcome?.ToString() ?? Decision ?? Failure ?? "nothing"}";
}
