using System.Globalization;

namespace TwoFactor.Simulation;

/// <summary>The telephone network; it calls back with receipts, twice and out of order.</summary>
internal sealed class SimGateway(SimPost post) : ISmsGateway, ISmsReceiptReader
{
    public string Name => "sim";

    public async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken) =>
        await post.CarryAsync(
            SmsFactor.Method,
            message.To,
            message.Code,
            message.Number,
            message.IsUnconfirmed,
            message.Reference,
            cancellationToken
        ) switch
        {
            SimPostAnswer.NotTaken => SmsResult.Rejected(SmsFailure.Unprocessed),
            SimPostAnswer.NobodyThere => SmsResult.Rejected(SmsFailure.Recipient),
            _ => SmsResult.Accepted(SimPost.IdOf(post.Messages.Count - 1)),
        };

    public DeliveryReceipt? Read(DeliveryCallback callback)
    {
        var parts = callback.PathAndQuery.Split('/');
        var message = post.Messages[int.Parse(parts[0], CultureInfo.InvariantCulture)];
        return new DeliveryReceipt
        {
            Reference = message.Reference,
            MessageId = SimPost.IdOf(message.Number),
            State = Enum.Parse<DeliveryState>(parts[1]),
        };
    }
}
