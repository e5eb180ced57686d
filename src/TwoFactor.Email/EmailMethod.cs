using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>
/// Codes by e-mail: addresses, texts, limits and gateways. What all sent codes have in common is in
/// <see cref="OutOfBandMethod"/>.
/// </summary>
internal sealed class EmailMethod(
    IOptions<EmailOptions> options,
    EmailComposer composer,
    NotMeLinks links,
    EmailLimiter limiter,
    MailDispatcher dispatcher
) : OutOfBandMethod
{
    private readonly EmailOptions _options = options.Value;

    public override string Name => EmailFactor.Method;

    public override FactorMethodTraits Traits => EmailFactor.Traits;

    protected override int CodeDigits => _options.CodeDigits;

    protected override OutOfBandAddress ReadAddress(FactorEnrollment enrollment) =>
        EmailAddress.Parse(enrollment.Input.GetValueOrDefault(EmailInput.Address)) is { } address
            ? OutOfBandAddress.Of(address.Value, address.Masked)
            : OutOfBandAddress.Refuse("That is no e-mail address. Write it as name@example.com.");

    protected override string Compose(FactorSend send, string code) => composer.Compose(send, code).Text;

    protected override ValueTask<SendClearance> ReserveAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    ) => limiter.ReserveAsync(EmailAddress.Read(message.Recipient), message.Send, cancellationToken);

    protected override ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    )
    {
        var content = composer.Compose(message.Send, message.Code, links.For(message.Send));
        return dispatcher.SendAsync(message, content, cancellationToken);
    }
}
