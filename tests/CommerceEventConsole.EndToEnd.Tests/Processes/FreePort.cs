using System.Net;
using System.Net.Sockets;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>A port that nobody listens on, for a server whose address others must know before it starts.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
