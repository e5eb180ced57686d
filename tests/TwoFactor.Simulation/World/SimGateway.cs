using System.Globalization;

namespace TwoFactor.Simulation;

/// <summary>A message that reached a phone, whatever the gateway was told.</summary>
internal sealed record SimMessage(
    int Number,
    string To,
    string Code,
    string UserId,
    string ChallengeId,
    int Send,
    bool IsEnrollment,
    DateTimeOffset At,
    string Reference
);

/// <summary>
/// The telephone network: delivers or not, says so or not, late or never; and calls back with receipts, twice and out
/// of order.
/// </summary>
internal sealed class SimGateway(SimWorld world, List<SimMessage> messages, ReceiptReferences references, Node node)
    : ISmsGateway,
        ISmsReceiptReader
{
    public string Name => "sim";

    public async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        await world.TurnAsync(node);
        if (world.Chance(5))
            return SmsResult.Rejected(SmsFailure.Unprocessed);

        if (world.Chance(3))
            return SmsResult.Rejected(SmsFailure.Recipient);

        // Never asked again after this point: it may be on its way.
        if (!world.Chance(5) && references.TryOpen(message.Reference, out var userId, out var challengeId))
            messages.Add(
                new SimMessage(
                    messages.Count,
                    message.To,
                    message.Code,
                    userId,
                    challengeId,
                    message.Number,
                    message.IsUnconfirmed,
                    world.Now,
                    message.Reference
                )
            );

        await world.TurnAsync(node);
        if (world.Chance(3))
            await world.HangAsync(node, cancellationToken);

        return world.Chance(5)
            ? throw new IOException("The connection to the provider broke.")
            : SmsResult.Accepted($"m{messages.Count}");
    }

    public DeliveryReceipt? Read(DeliveryCallback callback)
    {
        var parts = callback.PathAndQuery.Split('/');
        var message = messages[int.Parse(parts[0], CultureInfo.InvariantCulture)];
        return new DeliveryReceipt
        {
            Reference = message.Reference,
            MessageId = $"m{message.Number + 1}",
            State = Enum.Parse<DeliveryState>(parts[1]),
        };
    }
}
