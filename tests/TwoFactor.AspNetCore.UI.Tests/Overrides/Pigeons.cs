namespace TwoFactor.Tests;

/// <summary>A method of a stranger, with a partial for its set-up in this project.</summary>
internal sealed class Pigeons : OutOfBandMethod
{
    public override string Name => "pigeon";

    public override FactorMethodTraits Traits { get; } = new();

    /// <summary>The last code that flew.</summary>
    public static string? LastCode { get; private set; }

    protected override OutOfBandAddress ReadAddress(FactorEnrollment enrollment) =>
        enrollment.Input.GetValueOrDefault("loft") is { Length: > 0 } loft
            ? OutOfBandAddress.Of(loft, $"{loft[0]}•••")
            : OutOfBandAddress.Refuse("Name a loft.");

    protected override string Compose(FactorSend send, string code) => code;

    protected override ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    )
    {
        LastCode = message.Code;
        return new(FactorDelivery.Accepted);
    }
}
