using System.Text.Json;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class SetupSchemaTests
{
    [Theory]
    [InlineData("", typeof(SetupFile))]
    [InlineData("source", typeof(SetupSource))]
    [InlineData("destination", typeof(SetupDestination))]
    [InlineData("subscription", typeof(SetupSubscription))]
    [InlineData("rule", typeof(SetupRule))]
    [InlineData("commerce", typeof(SetupCommerce))]
    [InlineData("system", typeof(SetupSystem))]
    [InlineData("resync", typeof(SetupResync))]
    [InlineData("promise", typeof(SetupPromise))]
    public void The_schema_describes_what_the_reader_reads(string definition, Type model)
    {
        using var schema = Read();
        var described = definition.Length == 0 ? schema.RootElement : schema.RootElement.GetProperty("$defs").GetProperty(definition);
        Assert.False(described.GetProperty("additionalProperties").GetBoolean());
        var members = described.GetProperty("properties").EnumerateObject().Where(p => p.Name != "$schema").ToList();

        Assert.Equal(
            string.Join(' ', model.GetProperties().Select(SetupFileReader.NameOf).Order(StringComparer.Ordinal)),
            string.Join(' ', members.Select(m => m.Name).Order(StringComparer.Ordinal)));
        Assert.All(members, m => Assert.True(m.Value.GetProperty("description").GetString()!.Length > 0));
        Assert.All(model.GetProperties(), p => Assert.Equal(TypeOf(p.PropertyType), DescribedType(members.Single(m => m.Name == SetupFileReader.NameOf(p)).Value)));
    }

    [Fact]
    public void The_schema_names_every_operator()
    {
        using var schema = Read();
        var rule = schema.RootElement.GetProperty("$defs").GetProperty("rule").GetProperty("properties").GetProperty("operator");

        Assert.Equal(string.Join(' ', RuleOperatorNames.All), Names(rule));
    }

    private static JsonDocument Read()
    {
        using var stream = SetupSchema.Open();
        return JsonDocument.Parse(stream);
    }

    private static string TypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return string.Join(' ', Enum.GetNames(type));
        if (type == typeof(string))
            return "string";
        if (type == typeof(bool))
            return "boolean";
        if (type == typeof(int))
            return "integer";
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? "array" : "object";
    }

    private static string DescribedType(JsonElement member)
    {
        if (member.TryGetProperty("enum", out _))
            return Names(member).StartsWith("greaterThan", StringComparison.Ordinal) ? "string" : Names(member);
        var type = member.GetProperty("type");
        return type.ValueKind == JsonValueKind.Array ? type[0].GetString()! : type.GetString()!;
    }

    private static string Names(JsonElement member) =>
        string.Join(' ', member.GetProperty("enum").EnumerateArray().Select(n => n.GetString()));
}
