using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// The randomness of one challenge, drawn before the rule runs: its id, and the random bytes for a code to send.
/// </summary>
internal sealed class ChallengeDraft
{
    public required string Id { get; init; }

    public required byte[] Entropy { get; init; }

    public static ChallengeDraft Create() =>
        new() { Id = RandomId.Create(), Entropy = RandomNumberGenerator.GetBytes(FactorSend.EntropyBytes) };
}
