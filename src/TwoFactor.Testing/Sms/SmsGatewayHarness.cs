namespace TwoFactor.Testing;

/// <summary>A gateway before a provider that its author plays, e.g. a small server on loopback.</summary>
public abstract class SmsGatewayHarness : IAsyncDisposable
{
    /// <summary>The gateway, configured to talk to the played provider.</summary>
    public abstract ISmsGateway Gateway { get; }

    /// <summary>How many requests to send a message reached the provider.</summary>
    public abstract int Requests { get; }

    /// <summary>The number that the last request names, in E.164; null before the first.</summary>
    public abstract string? LastRecipient { get; }

    /// <summary>
    /// The text of the last request, or the code if the provider has texts of its own; null before the first.
    /// </summary>
    public abstract string? LastText { get; }

    /// <summary>How the provider answers. Set before each case.</summary>
    public ProviderBehavior Behavior { get; set; }

    /// <summary>Ends the played provider.</summary>
    public abstract ValueTask DisposeAsync();
}
