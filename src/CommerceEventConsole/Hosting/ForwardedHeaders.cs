using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace CommerceEventConsole.Hosting;

/// <summary>Section <c>Proxy</c>: the reverse proxies whose word on scheme, host and client address is believed.</summary>
public sealed class ProxyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Proxy";

    /// <summary>Addresses of proxies, e.g. <c>10.0.0.5</c>.</summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>Networks of proxies, e.g. <c>10.0.0.0/8</c>.</summary>
    public string[] KnownNetworks { get; set; } = [];

    /// <summary>Whether any proxy is believed. Without one, forwarded headers are ignored.</summary>
    public bool Any => KnownProxies.Length + KnownNetworks.Length > 0;
}

/// <summary>Forwarded headers, believed only from proxies that are named.</summary>
internal static class ForwardedHeadersSetup
{
    public static void AddForwardedHeaders(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ProxyOptions>(ProxyOptions.Section).Validate(
            o => o.KnownProxies.All(p => IPAddress.TryParse(p, out _)) && o.KnownNetworks.All(n => IPNetwork.TryParse(n, out _)),
            "Proxy:KnownProxies must hold IP addresses, and Proxy:KnownNetworks networks such as 10.0.0.0/8.");
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((headers, proxy) =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var address in proxy.Value.KnownProxies)
                headers.KnownProxies.Add(IPAddress.Parse(address));
            foreach (var network in proxy.Value.KnownNetworks)
                headers.KnownIPNetworks.Add(IPNetwork.Parse(network));
        });
    }

    public static void UseKnownProxies(this WebApplication app)
    {
        if (app.Configuration.GetSection(ProxyOptions.Section).Get<ProxyOptions>() is { Any: true })
            app.UseForwardedHeaders();
    }
}
