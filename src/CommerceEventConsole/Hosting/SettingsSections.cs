using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Hosting;

/// <summary>A section of the configuration that is checked before anything starts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Problems">Everything that is wrong with it, in sentences.</param>
internal sealed record SettingsSection(string Name, Func<IServiceProvider, IEnumerable<string>> Problems);

/// <summary>Binds options to sections so that a start names every mistake at once.</summary>
public static class SettingsSections
{
    /// <summary>Binds <typeparamref name="T"/> to a section and has it checked, with its validators, at start.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton(new SettingsSection(section, provider => Problems<T>(provider, section)));
        return services.AddOptions<T>().BindConfiguration(section);
    }

    /// <summary>Everything that is wrong in the configuration, in sentences: the sections added here, and whatever else asked to be checked at start.</summary>
    internal static IReadOnlyList<string> Check(IServiceProvider services) =>
        [.. services.GetServices<SettingsSection>().SelectMany(s => s.Problems(services)).Concat(OtherProblems(services)).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> OtherProblems(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
        catch (AggregateException e)
        {
            return e.Flatten().InnerExceptions.SelectMany(i => i is OptionsValidationException o ? o.Failures : [i.Message]);
        }
        catch (InvalidOperationException e)
        {
            // A value of the wrong kind: the binder names the key.
            return [e.Message];
        }
    }

    private static IEnumerable<string> Problems<T>(IServiceProvider services, string section)
        where T : class
    {
        // The binder throws at the first value of the wrong kind; they are all wanted.
        var kinds = WrongKinds(typeof(T), services.GetRequiredService<IConfiguration>().GetSection(section)).ToList();
        if (kinds.Count > 0)
            return kinds;
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }

    private static IEnumerable<string> WrongKinds(Type type, IConfigurationSection section)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var value = section.GetSection(property.Name);
            var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (kind.IsClass && kind != typeof(string) && !kind.IsArray)
            {
                foreach (var problem in WrongKinds(kind, value))
                    yield return problem;
            }
            else if (!string.IsNullOrEmpty(value.Value) && !CanConvert(kind, value.Value))
            {
                yield return $"{value.Path} is \"{value.Value}\", but must be {Describe(kind)}.";
            }
        }
    }

    private static bool CanConvert(Type kind, string value)
    {
        if (kind.IsEnum)
            return Enum.TryParse(kind, value, ignoreCase: true, out var parsed) && Enum.IsDefined(kind, parsed);
        var converter = TypeDescriptor.GetConverter(kind);
        if (!converter.CanConvertFrom(typeof(string)))
            return true;
        try
        {
            converter.ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Describe(Type kind) =>
        kind.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(kind))
        : kind == typeof(bool) ? "true or false"
        : kind == typeof(int) || kind == typeof(long) ? "a whole number"
        : kind == typeof(TimeSpan) ? "a time span such as 00:05:00"
        : "a value of another kind (" + kind.Name + ")";
}
