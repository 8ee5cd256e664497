using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>The systems behind the shop.</summary>
internal sealed class Systems(Commerce.CommerceGate commerce)
{
    public const string ErpName = "erp";

    private static readonly string[] Kinds = ["orders", "customers", "products", "stock", "shipments", "creditmemos", "inbox"];

    public IReadOnlyList<BusinessSystem> All { get; } = [new(ErpName), new("crm"), new("wms"), new("pim")];

    public BusinessSystem Erp => All[0];

    /// <summary>Everything whose faults can be set: the systems, and Commerce's REST interface.</summary>
    public IReadOnlyList<IFaulty> Faulty => [.. All, commerce];

    public bool TryGet(string name, [MaybeNullWhen(false)] out IFaulty system)
    {
        system = Faulty.FirstOrDefault(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
        return system is not null;
    }

    /// <summary>Whether systems have an inbox of that name.</summary>
    public static bool Takes(string kind) => Kinds.Contains(kind, StringComparer.Ordinal);
}
