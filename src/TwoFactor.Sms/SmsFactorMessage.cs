namespace TwoFactor.Sms;

/// <summary>A message with what limits and gateways need to know of it.</summary>
internal sealed class SmsFactorMessage : FactorMessage
{
    public required PhoneNumber Number { get; init; }

    public required string Code { get; init; }

    public required FactorSend Send { get; init; }

    public override string ToString() => "an SMS (recipient and body withheld)";
}
