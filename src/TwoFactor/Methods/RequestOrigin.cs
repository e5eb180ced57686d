using System.Net;
using System.Net.Sockets;

namespace TwoFactor;

/// <summary>
/// Where a request came from, as the host knows it: what limits on sending count by, and which language a message is
/// in.
/// </summary>
public sealed class RequestOrigin
{
    /// <summary>
    /// The address of the client: what the host has verified behind its proxies, never a header as it came. Null counts
    /// against no address.
    /// </summary>
    public IPAddress? Address { get; init; }

    /// <summary>
    /// What limits of an address count by: an IPv4 address, or the network of 64 bits that one customer has with IPv6;
    /// null without an address.
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
    /// The user's language as a BCP 47 tag, e.g. <c>ja</c> or <c>zh-Hant-TW</c>; null takes the default language.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>Does not show the address.</summary>
    public override string ToString() => "a request's origin (address withheld)";
}
