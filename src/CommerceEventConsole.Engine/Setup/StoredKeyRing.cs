using System.Xml.Linq;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Keeps the Data Protection key ring in the store, so that every node reads what another encrypted.</summary>
public static class StoredKeyRing
{
    /// <summary>The name that keeps this console's keys apart from other applications'.</summary>
    public const string ApplicationName = "CommerceEventConsole";

    /// <summary>Adds Data Protection with its keys in the table <c>DataProtectionKeys</c>.</summary>
    public static IDataProtectionBuilder AddStoredKeyRing(this IServiceCollection services)
    {
        services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<ConsoleDbContext>>(
            (options, factory) => options.XmlRepository = RepositoryOn(factory));
        return services.AddDataProtection().SetApplicationName(ApplicationName);
    }

    internal static IXmlRepository RepositoryOn(IDbContextFactory<ConsoleDbContext> factory) => new Repository(factory);

    // The interface is synchronous; it is called once a day at most.
    private sealed class Repository(IDbContextFactory<ConsoleDbContext> factory) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var context = factory.CreateDbContext();
            return [.. context.DataProtectionKeys.AsNoTracking().Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var context = factory.CreateDbContext();
            context.DataProtectionKeys.Add(new DataProtectionKeyRow
            {
                FriendlyName = friendlyName,
                Xml = element.ToString(SaveOptions.DisableFormatting),
            });
            context.SaveChanges();
        }
    }
}
