namespace TwoFactor.Methods;

/// <summary>An HTTP request in which a provider reports the state of a message, as received.</summary>
public sealed class DeliveryCallback
{
    /// <summary>
    /// The path and query of the request, e.g. <c>/receipts/postal?ref=…</c>. Take scheme and host from configuration,
    /// never from the request.
    /// </summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The headers by name; case is ignored.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, at most 64 KB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Withholds the content.</summary>
    public override string ToString() => "a provider's callback (content withheld)";
}
