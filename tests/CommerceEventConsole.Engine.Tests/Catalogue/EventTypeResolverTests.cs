using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Catalogue;

public sealed class EventTypeResolverTests
{
    private static EventTypeResolver Resolver(params (string Alias, string Name)[] aliases) =>
        new(EventCatalogue.Default, Options.Create(new EventTypeAliases
        {
            Aliases = aliases.ToDictionary(pair => pair.Alias, pair => pair.Name, StringComparer.Ordinal),
        }));

    [Fact]
    public void A_PaaS_spelling_and_a_SaaS_spelling_are_one_event_type()
    {
        var resolver = Resolver();

        var paas = resolver.Resolve("com.adobe.commerce.plugin.magento.sales.api.order_management.place"u8);
        var saas = resolver.Resolve("com.adobe.commerce.plugin.sales.api.order_management.place"u8);

        Assert.NotNull(paas.Info);
        Assert.Same(paas.Info, saas.Info);
    }

    [Fact]
    public void A_configured_alias_wins_with_and_without_the_prefix()
    {
        var resolver = Resolver(("com.adobe.commerce.productdelete", "com.adobe.commerce.observer.catalog_product_delete_commit_after"));

        Assert.Equal("observer.catalog_product_delete_commit_after", resolver.Resolve("com.adobe.commerce.productdelete").Name);
        Assert.Equal("observer.catalog_product_delete_commit_after", resolver.Resolve("PRODUCTDELETE"u8).Name);
        Assert.Equal("productadd", resolver.Resolve("com.adobe.commerce.productadd").Name);
    }

    [Fact]
    public void A_type_seen_before_costs_no_allocation()
    {
        var resolver = Resolver();
        var type = "com.adobe.commerce.acme.plugin.magento.sales.api.order_management.place"u8;
        var first = resolver.Resolve(type);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var second = resolver.Resolve(type);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(first, second);
    }

    [Fact]
    public void Invented_types_cannot_fill_the_memory()
    {
        var resolver = Resolver();
        for (var i = 0; i < EventTypeResolver.Capacity + 100; i++) resolver.Resolve($"com.example.type{i}");

        Assert.Equal(EventTypeResolver.Capacity, resolver.Remembered);
        Assert.Equal("observer.customer_login", resolver.Resolve("com.adobe.commerce.observer.customer_login").Name);
    }

    [Fact]
    public void Types_too_long_to_remember_are_still_resolved()
    {
        var resolver = Resolver();
        var type = "com.adobe.commerce.observer." + new string('x', 5_000);

        Assert.Equal(type["com.adobe.commerce.".Length..], resolver.Resolve(Encoding.UTF8.GetBytes(type)).Name);
        Assert.Equal(0, resolver.Remembered);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_do_not_throw() => Assert.Equal("com.x\uFFFD", Resolver().Resolve("com.x"u8.ToArray().Append((byte)0xFF).ToArray()).Name);

    [Fact]
    public void Aliases_come_from_the_configuration()
    {
        using var provider = Provider(("EventTypes:Aliases:com.adobe.commerce.neworder", "observer.sales_order_place_after"));

        Assert.Equal("observer.sales_order_place_after", provider.GetRequiredService<EventTypeResolver>().Resolve("neworder").Name);
    }

    [Fact]
    public void An_alias_for_nothing_is_refused_by_name()
    {
        using var provider = Provider(("EventTypes:Aliases:neworder", " "));

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<EventTypeResolver>());
        Assert.Contains("EventTypes:Aliases:neworder", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider((string Key, string? Value) setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting.Key, setting.Value)]).Build();
        return new ServiceCollection().AddEventCatalogue(configuration).BuildServiceProvider();
    }
}
