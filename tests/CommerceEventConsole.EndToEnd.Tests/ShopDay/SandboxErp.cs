using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Sandbox;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>The sandbox's ERP by its preset, which a person only gives the address.</summary>
internal static class SandboxErp
{
    public static DaySystem At(string sandbox)
    {
        var preset = SystemPresets.All.Single(p => p.Id == "sandbox-erp");
        var connection = JsonNode.Parse(preset.Connection)!.AsObject();
        connection["baseUrl"] = sandbox + "/erp/api";
        return new DaySystem(
            preset with { Connection = connection.ToJsonString() }, DaySetup.ErpKey, sandbox + "/erp/orders", SandboxOptions.SeedSecret, OrderRoute.Stages);
    }
}
