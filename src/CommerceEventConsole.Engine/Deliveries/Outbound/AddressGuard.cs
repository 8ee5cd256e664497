using System.Net;
using System.Net.Sockets;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>A destination resolves to addresses inside the network only, and may not.</summary>
public sealed class AddressRefusedException(string message) : Exception(message);

/// <summary>
/// Tells public addresses from those that lead inside the network or back to this machine, so that a destination cannot be used to
/// reach what only the console can reach.
/// </summary>
public static class AddressGuard
{
    // The IANA special-purpose registries for IPv4 and IPv6, and the address at which Azure's virtual machines reach their host.
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/96"),
        IPNetwork.Parse("64:ff9b:1::/48"),
        IPNetwork.Parse("100::/64"),
        IPNetwork.Parse("2001::/32"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fec0::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether an address is reachable from anywhere, and so may be sent to without being allowed expressly.</summary>
    public static bool IsPublic(IPAddress address)
    {
        // An IPv4 address in IPv6 clothing is judged as what it leads to.
        if (Embedded(address) is { } inner)
            return IsPublic(inner);
        foreach (var network in Inside)
        {
            if (network.Contains(address))
                return false;
        }

        return true;
    }

    /// <summary>The addresses of a host that may be connected to.</summary>
    /// <exception cref="AddressRefusedException">It has addresses, but none that may.</exception>
    /// <exception cref="SocketException">It has no address.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        if (allowPrivate)
            return addresses;
        var open = Array.FindAll(addresses, IsPublic);
        if (open.Length == 0 && addresses.Length > 0)
            throw new AddressRefusedException($"{host} is {addresses[0]}, an address inside the network");
        return open;
    }

    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (Nat64.Contains(address))
            return new IPAddress(address.GetAddressBytes().AsSpan(12, 4));
        return SixToFour.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(2, 4)) : null;
    }
}
