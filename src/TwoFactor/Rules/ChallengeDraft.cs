using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// The randomness of one challenge, drawn before the rule runs: its id, and what a sending method makes a code of,
/// or a ticket its number.
/// </summary>
internal sealed class ChallengeDraft
{
    public required string Id { get; init; }

    public required byte[] Entropy { get; init; }

    /// <summary>The key of the user's tickets from now on, if the record has none yet.</summary>
    public byte[] TicketKey { get; init; } = RandomNumberGenerator.GetBytes(Ticket.KeyBytes);

    public static ChallengeDraft Create() =>
        new() { Id = RandomId.Create(), Entropy = RandomNumberGenerator.GetBytes(FactorSend.EntropyBytes) };
}
