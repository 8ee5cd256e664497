using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Engine.Tests.Intake;

public sealed class OrderKeyTests
{
    [Fact]
    public void An_event_about_nothing_in_particular_has_no_order_key() =>
        Assert.Null(OrderKey.Of(new EntityRef(EntityKind.Order, null)));

    [Fact]
    public void One_entity_has_one_order_key_whatever_told_of_it() => Assert.Equal(
        OrderKey.Of(new EntityRef(EntityKind.Order, "000001001")),
        OrderKey.Of(new EntityRef(EntityKind.Order, string.Concat("0000", "01001"))));

    [Fact]
    public void Kind_and_every_character_of_the_key_count()
    {
        EntityRef[] entities =
        [
            new(EntityKind.Order, "1"), new(EntityKind.Invoice, "1"), new(EntityKind.Order, "2"), new(EntityKind.Order, "12"),
            new(EntityKind.Order, "21"), new(EntityKind.Order, ""), new(EntityKind.Order, "\u0101"), new(EntityKind.Order, "\u0001"),
            new(EntityKind.Product, "mug"), new(EntityKind.Product, "Mug"),
        ];

        Assert.Distinct(entities.Select(e => OrderKey.Of(e)));
    }

    [Fact]
    public void Numbers_in_a_row_do_not_meet()
    {
        var keys = Enumerable.Range(0, 100_000).Select(i => OrderKey.Of(new EntityRef(EntityKind.Order, $"{i:D9}")));

        Assert.Equal(100_000, keys.Distinct().Count());
    }

    // Kept in the queue over an update of the console: deliveries of one entity would overtake one another.
    [Fact]
    public void The_order_key_of_a_release_is_that_of_the_next()
    {
        Assert.Equal(72057594037928937, OrderKey.Of(new EntityRef(EntityKind.Order, "000001001")));
        Assert.Equal(-4946764540427211537, OrderKey.Of(new EntityRef(EntityKind.Product, "MUG-01")));
    }

    [Fact]
    public void Order_numbers_that_follow_one_another_have_keys_that_do() => Assert.Equal(
        OrderKey.Of(new EntityRef(EntityKind.Order, "000001001")) + 1,
        OrderKey.Of(new EntityRef(EntityKind.Order, "000001002")));
}
