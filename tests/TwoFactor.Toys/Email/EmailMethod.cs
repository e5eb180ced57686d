using System.Net.Mail;

namespace TwoFactor.Toys.Email;

/// <summary>Codes by e-mail. What the library does for every sent code is not here.</summary>
internal sealed class EmailMethod(
    ToyMailer mailer,
    EmailLimits limits,
    IReceiptReferences references,
    TimeProvider clock
) : OutOfBandMethod
{
    public const string MethodName = "email";

    /// <summary>What a user types to enrol: the address.</summary>
    public const string Address = "address";

    public override string Name => MethodName;

    public override FactorMethodTraits Traits { get; } = new();

    public override ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken)
    {
        mailer.CameBack.Add($"{AddressOf(arrival.State)} {arrival.Attempts[^1].MessageId}");
        return ValueTask.CompletedTask;
    }

    protected override OutOfBandAddress ReadAddress(FactorEnrollment enrollment)
    {
        if (!MailAddress.TryCreate(enrollment.Input.GetValueOrDefault(Address), out var address))
            return OutOfBandAddress.Refuse("That is no e-mail address: write it as name@example.com.");

        var host = address.Host.ToLowerInvariant();
        return OutOfBandAddress.Of($"{address.User}@{host}", $"{address.User[0]}•••@{host}");
    }

    protected override string Compose(FactorSend send, string code) =>
        send.Origin?.Language == "de" ? $"Ihr Code: {code}" : $"{code} is your code.";

    protected override ValueTask<SendClearance> ReserveAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    ) => limits.ReserveAsync(message.Recipient, message.Send, cancellationToken);

    protected override ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    )
    {
        var id = mailer.Send(message.Recipient, message.Body, references.Create(message.Send));
        return new(
            new FactorDelivery
            {
                Status = FactorDeliveryStatus.Accepted,
                Attempts =
                [
                    new DeliveryAttempt
                    {
                        Gateway = ToyMailer.Gateway,
                        At = clock.GetUtcNow(),
                        MessageId = id,
                    },
                ],
            }
        );
    }
}
