using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Resync.Definitions;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>As <see cref="SetupDrafts"/>, of Commerce instances, back-office systems and resyncs.</summary>
internal static class SetupPartDrafts
{
    public static CommerceInstanceDraft ToDraft(SetupCommerce item, CommerceInstance? stored)
    {
        var basis = stored is null
            ? new CommerceInstanceDraft(
                item.Name ?? "", default, "", "", AllowPrivateAddress: false, CommerceAuthentication.IntegrationToken, new Dictionary<CommerceSecret, string?>())
            : CommerceInstanceDraft.From(stored);
        return basis with
        {
            Kind = item.Kind ?? basis.Kind,
            BaseUrl = item.BaseUrl ?? basis.BaseUrl,
            PathPrefix = item.PathPrefix ?? basis.PathPrefix,
            AllowPrivateAddress = item.AllowPrivateAddress ?? basis.AllowPrivateAddress,
            Authentication = item.Authentication ?? basis.Authentication,
            ClientId = item.ClientId ?? basis.ClientId,
            OrganizationId = item.OrganizationId ?? basis.OrganizationId,
            ImsUrl = item.ImsUrl ?? basis.ImsUrl,
            CallsPerMinute = item.CallsPerMinute ?? basis.CallsPerMinute,
            ParallelCalls = item.ParallelCalls ?? basis.ParallelCalls,
            Sources = item.Sources ?? basis.Sources,
            Secrets = Secrets<CommerceSecret>(item.Secrets),
        };
    }

    public static BackOfficeSystemDraft ToDraft(SetupSystem item, BackOfficeSystem? stored)
    {
        var basis = stored is null ? new BackOfficeSystemDraft(item.Name ?? "", default, "", "{}") : BackOfficeSystemDraft.Of(stored);
        return basis with
        {
            Connector = item.Connector ?? basis.Connector,
            Connection = SetupSystemsApplier.Json(item.Connection, stored?.Connection),
            Records = SetupSystemsApplier.Json(item.Records, stored?.Records),
            Secrets = Secrets<SystemSecret>(item.Secrets),
            AllowPrivateAddress = item.AllowPrivateAddress ?? basis.AllowPrivateAddress,
            RequestsPerMinute = item.RequestsPerMinute ?? basis.RequestsPerMinute,
            MaxParallel = item.MaxParallel ?? basis.MaxParallel,
            Enabled = item.Enabled ?? basis.Enabled,
        };
    }

    public static ResyncDraft ToDraft(SetupResync item, ResyncDefinition? stored)
    {
        var basis = stored is null ? new ResyncDraft(item.Name ?? "", default, default, 0, 0) : ResyncDraft.Of(stored);
        return basis with
        {
            Kind = item.Kind ?? basis.Kind,
            Direction = item.Direction ?? basis.Direction,
            Mode = item.Mode ?? basis.Mode,
            Schedule = item.Schedule ?? basis.Schedule,
            TimeZone = item.TimeZone ?? basis.TimeZone,
            Blackout = item.Blackout ?? basis.Blackout,
            PageSize = item.PageSize ?? basis.PageSize,
            CallBudget = item.CallBudget ?? basis.CallBudget,
            OverlapMinutes = item.OverlapMinutes ?? basis.OverlapMinutes,
            SettleMinutes = item.SettleMinutes ?? basis.SettleMinutes,
            OrderDays = item.OrderDays ?? basis.OrderDays,
            ReportOnly = item.ReportOnly ?? basis.ReportOnly,
            CreatesMissing = item.CreatesMissing ?? basis.CreatesMissing,
            FindsExtra = item.FindsExtra ?? basis.FindsExtra,
            Fields = item.Fields is null ? basis.Fields : string.Join('\n', item.Fields),
            Enabled = item.Enabled ?? basis.Enabled,
        };
    }

    /// <summary>The names of secrets that nothing knows.</summary>
    public static IEnumerable<string> UnknownSecrets<T>(Dictionary<string, string>? secrets)
        where T : struct, Enum =>
        (secrets ?? []).Keys.Where(name => !IsKnown<T>(name, out _));

    private static Dictionary<T, string?> Secrets<T>(Dictionary<string, string>? secrets)
        where T : struct, Enum
    {
        var known = new Dictionary<T, string?>();
        foreach (var (name, value) in secrets ?? [])
        {
            if (IsKnown<T>(name, out var secret))
                known[secret] = value;
        }

        return known;
    }

    private static bool IsKnown<T>(string name, out T secret)
        where T : struct, Enum =>
        Enum.TryParse(name, ignoreCase: true, out secret) && Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase);
}
