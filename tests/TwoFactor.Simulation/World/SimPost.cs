namespace TwoFactor.Simulation;

/// <summary>
/// The network behind the gateways, of telephones and of mail: it delivers or not, and says so or not, late or never.
/// </summary>
internal sealed class SimPost(SimWorld world, List<SimMessage> messages, ReceiptReferences references, Node node)
{
    public IReadOnlyList<SimMessage> Messages => messages;

    /// <summary>The id that the network gives a message.</summary>
    public static string IdOf(int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"m{number + 1}");

    public async Task<SimPostAnswer> CarryAsync(
        string method,
        string to,
        string code,
        int send,
        bool isUnconfirmed,
        string reference,
        CancellationToken cancellationToken
    )
    {
        await world.TurnAsync(node);
        if (world.Chance(5))
            return SimPostAnswer.NotTaken;

        if (world.Chance(3))
            return SimPostAnswer.NobodyThere;

        // Never asked again after this point: it may be on its way.
        if (!world.Chance(5) && references.TryOpen(reference, out var userId, out var challengeId))
            messages.Add(
                new SimMessage(
                    messages.Count,
                    method,
                    to,
                    code,
                    userId,
                    challengeId,
                    send,
                    isUnconfirmed,
                    world.Now,
                    reference
                )
            );

        await world.TurnAsync(node);
        if (world.Chance(3))
            await world.HangAsync(node, cancellationToken);

        return world.Chance(5)
            ? throw new IOException("The connection to the provider broke.")
            : SimPostAnswer.Accepted;
    }
}
