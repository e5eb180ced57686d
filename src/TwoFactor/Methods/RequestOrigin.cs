using System.Net;

namespace TwoFactor;

/// <summary>Where a request came from, as the host knows it: what limits on sending count by, and which language a message is in.</summary>
public sealed class RequestOrigin
{
    /// <summary>The address of the client: what the host has verified behind its proxies, never a header as it came. Null counts against no address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The user's language as a BCP 47 tag, e.g. <c>ja</c> or <c>zh-Hant-TW</c>; null takes the default language.</summary>
    public string? Language { get; init; }

    /// <summary>Does not show the address.</summary>
    public override string ToString() => "a request's origin (address withheld)";
}
