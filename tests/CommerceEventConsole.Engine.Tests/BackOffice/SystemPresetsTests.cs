using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class SystemPresetsTests
{
    public static TheoryData<string> Ids => [.. SystemPresets.All.Select(p => p.Id)];

    [Fact]
    public void Every_system_that_is_promised_has_its_preset() =>
        Assert.Equal(["business-central", "netsuite", "odoo", "sandbox-erp", "sap-s4hana"], SystemPresets.All.Select(p => p.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_preset_needs_nothing_but_the_customers_own_values(string id)
    {
        var preset = SystemPresets.All.Single(p => p.Id == id);
        var secrets = BackOfficeSystemRules.SecretsOf(preset.Connector, preset.Connection).ToDictionary(s => s, _ => (string?)"a secret");
        var connection = System.Text.RegularExpressions.Regex.Replace(preset.Connection, "<[^>]*>", "mine", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

        var problems = BackOfficeSystemRules.Check(
            new BackOfficeSystemDraft("Mine", preset.Connector, connection, preset.Records) { Secrets = secrets, AllowPrivateAddress = true }, null, [], new BackOfficeOptions());

        Assert.Empty(problems.Select(p => $"{p.Field}: {p.Message}"));
        Assert.NotEmpty(SystemJson.Read<Dictionary<RecordKind, RestRecords>>(preset.Records));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_preset_says_whether_it_was_tried_against_the_real_system(string id)
    {
        var preset = SystemPresets.All.Single(p => p.Id == id);

        Assert.Contains(id == "sandbox-erp" ? "Tested" : "untested against the real system", preset.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_nobody_filled_in_is_refused()
    {
        var preset = SystemPresets.All.Single(p => p.Id == "sap-s4hana");

        var problems = BackOfficeSystemRules.Check(new BackOfficeSystemDraft("SAP", preset.Connector, preset.Connection, preset.Records), null, [], new BackOfficeOptions());

        Assert.Contains(problems, p => p.Field == "baseUrl");
        Assert.Contains(problems, p => p.Field == "secrets.Password");
    }
}
