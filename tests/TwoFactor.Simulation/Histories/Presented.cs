namespace TwoFactor.Simulation;

/// <summary>What was typed or answered once, and what it is.</summary>
/// <param name="Code">The text.</param>
/// <param name="Key">See <see cref="Told.Key"/>.</param>
/// <param name="Answer">What it is, if a key made it.</param>
/// <param name="ChallengeId">The challenge that a key made it for.</param>
internal sealed record Presented(string Code, string Key, KeyAnswer? Answer = null, string? ChallengeId = null)
{
    public Presented(string code, KeyAnswer answer, string? challengeId = null)
        : this(code, answer.ToString(), answer, challengeId) { }
}
