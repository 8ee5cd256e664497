using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Storage.Tests.Stores;

internal static class Keys
{
    public static SearchKey Order(string number) => new(SearchKeyKind.OrderNumber, number);

    public static SearchKey Sku(string sku) => new(SearchKeyKind.Sku, sku);
}
