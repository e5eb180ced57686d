namespace TwoFactor.Testing;

/// <summary>A gateway that talks to a simulated provider, e.g. a small server on loopback.</summary>
public abstract class SmsGatewayHarness : IAsyncDisposable
{
    /// <summary>The gateway, configured for the simulated provider.</summary>
    public abstract ISmsGateway Gateway { get; }

    /// <summary>The number of send requests that reached the provider.</summary>
    public abstract int Requests { get; }

    /// <summary>The recipient of the last request, in E.164; null before the first.</summary>
    public abstract string? LastRecipient { get; }

    /// <summary>
    /// The text of the last request, or the code if the provider uses its own texts; null before the first.
    /// </summary>
    public abstract string? LastText { get; }

    /// <summary>How the provider behaves. The kit sets it before each case.</summary>
    public ProviderBehavior Behavior { get; set; }

    /// <summary>Stops the simulated provider.</summary>
    public abstract ValueTask DisposeAsync();
}
