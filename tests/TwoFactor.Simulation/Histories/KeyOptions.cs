namespace TwoFactor.Simulation;

/// <summary>What a page got for a challenge, to give to a key.</summary>
internal sealed record KeyOptions(string ChallengeId, string Json);
