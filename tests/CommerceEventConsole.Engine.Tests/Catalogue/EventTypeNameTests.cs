using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Tests.Catalogue;

public sealed class EventTypeNameTests
{
    [Theory]
    [InlineData("com.adobe.commerce.observer.sales_order_save_commit_after", "observer.sales_order_save_commit_after")]
    [InlineData("observer.sales_order_save_commit_after", "observer.sales_order_save_commit_after")]
    [InlineData("com.adobe.commerce.commerce_integration_starter_kit.observer.customer_save_commit_after", "observer.customer_save_commit_after")]
    [InlineData("com.adobe.commerce.acme.shop.observer.customer_login", "observer.customer_login")]
    [InlineData("acme_2.observer.customer_login", "observer.customer_login")]
    [InlineData("plugin.magento.sales.api.order_management.place", "plugin.sales.api.order_management.place")]
    [InlineData("com.adobe.commerce.plugin.magento.sales_rule.model.resource_model.coupon.save", "plugin.sales_rule.model.resource_model.coupon.save")]
    [InlineData("com.adobe.commerce.acme.plugin.magento.sales.api.order_repository.save", "plugin.sales.api.order_repository.save")]
    [InlineData("com.adobe.commerce.plugin.sales.api.order_management.place", "plugin.sales.api.order_management.place")]
    [InlineData("plugin.acme.observer.save", "plugin.acme.observer.save")]
    [InlineData("acme.be-observer.catalog_stock_update", "be-observer.catalog_stock_update")]
    public void Every_documented_spelling_leads_to_the_canonical_name(string type, string expected)
    {
        Assert.Equal(expected, EventTypeName.Canonicalize(type));
        Assert.Equal(expected, EventTypeName.Canonicalize(type.AsSpan()));
    }

    [Theory]
    [InlineData("be-observer.catalog_stock_update")]
    [InlineData("com.example.thing")]
    [InlineData("com.example.observer.moved")]
    [InlineData("my-app.observer.moved")]
    [InlineData("")]
    [InlineData("observer.")]
    [InlineData(".observer.x")]
    [InlineData("com.adobe.commerce.")]
    [InlineData("Com.Adobe.Commerce.observer.x")]
    public void What_is_not_Commerces_keeps_its_name(string type) => Assert.Same(type, EventTypeName.Canonicalize(type));

    [Fact]
    public void An_alias_that_says_nothing_loses_only_the_prefix() =>
        Assert.Equal("productdelete", EventTypeName.Canonicalize("com.adobe.commerce.productdelete"));
}
