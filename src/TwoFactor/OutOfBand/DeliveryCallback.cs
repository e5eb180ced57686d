namespace TwoFactor.Methods;

/// <summary>An HTTP request by which a provider tells what became of a message, as it came.</summary>
public sealed class DeliveryCallback
{
    /// <summary>
    /// The path and query of the request, e.g. <c>/receipts/postal?ref=…</c>; scheme and host come from configuration,
    /// never from the request.
    /// </summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The headers by name, in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, at most 64 KB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Shows nothing of it.</summary>
    public override string ToString() => "a provider's callback (content withheld)";
}
