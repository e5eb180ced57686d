namespace TwoFactor.Testing;

/// <summary>A mail gateway that talks to a simulated provider, e.g. a small server on loopback.</summary>
public abstract class MailGatewayHarness : IAsyncDisposable
{
    /// <summary>The gateway, configured for the simulated provider.</summary>
    public abstract IMailGateway Gateway { get; }

    /// <summary>
    /// How often the provider was asked to take a message, whatever it answered: requests of an HTTP API, or
    /// <c>MAIL</c> commands of SMTP. Connections and sign-ins alone do not count.
    /// </summary>
    public abstract int Attempts { get; }

    /// <summary>The messages that the provider was given whole, in order, whatever it answered.</summary>
    public abstract IReadOnlyList<ArrivedMail> Arrived { get; }

    /// <summary>
    /// Completes when the provider has been given a whole message and does not answer
    /// (<see cref="MailProviderBehavior.Hang"/>).
    /// </summary>
    public abstract Task Hanging { get; }

    /// <summary>Whether the gateway sends the HTML too. Default: true.</summary>
    public virtual bool SendsHtml => true;

    /// <summary>The lines that the gateway logged. Default: none.</summary>
    public virtual IReadOnlyList<string> LogLines => [];

    /// <summary>How the provider behaves. The kit sets it before it sends, and may change it in between.</summary>
    public virtual MailProviderBehavior Behavior { get; set; }

    /// <summary>Stops the simulated provider.</summary>
    public abstract ValueTask DisposeAsync();
}
