namespace TwoFactor.Tests;

/// <summary>What providers say later, and what they hear.</summary>
public sealed class SmsReceiptTests
{
    [Fact]
    public async Task The_provider_hears_of_the_code_that_came_back_and_of_no_other()
    {
        var gateway = new ListeningGateway();
        await using (var sms = SmsHost.Create(first: gateway))
        {
            var pending = await sms.BeginAsync();
            sms.Clock.Advance(TimeSpan.FromSeconds(30));
            await sms.Host.Enrollment.ResendAsync("alice", pending.FactorId!);
            await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode);
            await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode);
        }

        Assert.Equal(["first-2"], gateway.Confirmed);
    }

    [Fact]
    public async Task Receipts_move_a_message_forward_and_never_back()
    {
        var gateway = new ListeningGateway();
        await using var sms = SmsHost.Create(first: gateway);
        await sms.BeginAsync();
        var receipts = sms.Host.Get<IDeliveryReceiptService>();
        var reference = gateway.Asked[0].Reference;
        Assert.DoesNotContain("alice", reference, StringComparison.Ordinal);
        (DeliveryState, DeliveryReceiptOutcome)[] story =
        [
            (DeliveryState.Sent, DeliveryReceiptOutcome.Recorded),
            (DeliveryState.Queued, DeliveryReceiptOutcome.Ignored),
            (DeliveryState.Sent, DeliveryReceiptOutcome.Ignored),
            (DeliveryState.Undelivered, DeliveryReceiptOutcome.Recorded),
            (DeliveryState.Delivered, DeliveryReceiptOutcome.Ignored),
            (DeliveryState.Failed, DeliveryReceiptOutcome.Ignored),
        ];
        foreach (var (state, outcome) in story)
        {
            gateway.Receipt = new DeliveryReceipt
            {
                Reference = reference,
                MessageId = "first-1",
                State = state,
                Failure = state == DeliveryState.Undelivered ? SmsFailure.Recipient.ToCode() : null,
                ProviderCode = state == DeliveryState.Undelivered ? "30005" : null,
            };
            Assert.Equal(outcome, await receipts.ReceiveAsync("first", Callback));
        }

        var attempt = Assert.Single(
            (await sms.Host.Challenges.FindAsync("alice", sms.Account().Challenges.Single().Id)).Deliveries
        );
        Assert.Equal(
            (DeliveryState.Undelivered, "recipient", "30005"),
            (attempt.State, attempt.Failure, attempt.ProviderCode)
        );
    }

    [Fact]
    public async Task Receipts_that_nobody_can_vouch_for_are_refused_and_late_ones_do_no_harm()
    {
        var gateway = new ListeningGateway();
        await using var sms = SmsHost.Create(first: gateway);
        var pending = await sms.BeginAsync();
        var receipts = sms.Host.Get<IDeliveryReceiptService>();
        var reference = gateway.Asked[0].Reference;
        Assert.Equal(DeliveryReceiptOutcome.Refused, await receipts.ReceiveAsync("first", Callback));
        Assert.Equal(DeliveryReceiptOutcome.Refused, await receipts.ReceiveAsync("second", Callback));
        Assert.Equal(DeliveryReceiptOutcome.Refused, await receipts.ReceiveAsync("nobody", Callback));
        foreach (var forged in new[] { "", "x", "!!", reference[..^4] + "AAAA", new string('A', 5_000) })
        {
            gateway.Receipt = new DeliveryReceipt
            {
                Reference = forged,
                MessageId = "first-1",
                State = DeliveryState.Delivered,
            };
            Assert.Equal(DeliveryReceiptOutcome.Refused, await receipts.ReceiveAsync("first", Callback));
        }

        gateway.Receipt = new DeliveryReceipt
        {
            Reference = reference,
            MessageId = "another",
            State = DeliveryState.Delivered,
        };
        Assert.Equal(DeliveryReceiptOutcome.Ignored, await receipts.ReceiveAsync("first", Callback));
        await sms.Host.Enrollment.ConfirmAsync("alice", pending.FactorId!, sms.LastCode);
        gateway.Receipt = new DeliveryReceipt
        {
            Reference = reference,
            MessageId = "first-1",
            State = DeliveryState.Delivered,
        };
        Assert.Equal(DeliveryReceiptOutcome.Ignored, await receipts.ReceiveAsync("first", Callback));
        Assert.True((await sms.Host.Audit.VerifyAsync("alice")).IsIntact);
    }

    private static DeliveryCallback Callback =>
        new()
        {
            PathAndQuery = "/",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal),
            Body = default,
        };

    private sealed class ListeningGateway() : FakeGateway("first"), ISmsConversionFeedback, ISmsReceiptReader
    {
        public List<string> Confirmed { get; } = [];

        public DeliveryReceipt? Receipt { get; set; }

        public ValueTask ConfirmAsync(string messageId, CancellationToken cancellationToken)
        {
            Confirmed.Add(messageId);
            return ValueTask.CompletedTask;
        }

        public DeliveryReceipt? Read(DeliveryCallback callback) => Receipt;
    }
}
