namespace TwoFactor.Testing;

/// <summary>A gateway before a provider that its author plays, e.g. a small server on loopback.</summary>
public abstract class SmsGatewayHarness : IAsyncDisposable
{
    /// <summary>The gateway, configured to talk to the played provider.</summary>
    public abstract ISmsGateway Gateway { get; }

    /// <summary>How many requests to send a message reached the provider.</summary>
    public abstract int Requests { get; }

    /// <summary>How the provider answers. Set before each case.</summary>
    public ProviderBehavior Behavior { get; set; }

    /// <summary>Ends the played provider.</summary>
    public abstract ValueTask DisposeAsync();
}
