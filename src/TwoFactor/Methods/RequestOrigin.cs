using System.Net;
using System.Net.Sockets;

namespace TwoFactor;

/// <summary>
/// Where a request came from, as the host knows it. Limits on sending use the address; messages use the language.
/// </summary>
public sealed class RequestOrigin
{
    /// <summary>
    /// The client's address. Pass an address that the host has verified behind its proxies, never a header as received.
    /// With null, no limit per address applies.
    /// </summary>
    public IPAddress? Address { get; init; }

    /// <summary>
    /// What limits per address count by: an IPv4 address, or the /64 network of an IPv6 address, which one customer
    /// usually has; null without an address.
    /// </summary>
    public string? Network
    {
        get
        {
            if (Address is null)
                return null;

            var plain = Address.IsIPv4MappedToIPv6 ? Address.MapToIPv4() : Address;
            return plain.AddressFamily == AddressFamily.InterNetworkV6
                ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8))
                : plain.ToString();
        }
    }

    /// <summary>
    /// The user's language as a BCP 47 tag, e.g. <c>ja</c> or <c>zh-Hant-TW</c>; null uses the default language.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>Withholds the address.</summary>
    public override string ToString() => "a request's origin (address withheld)";
}
