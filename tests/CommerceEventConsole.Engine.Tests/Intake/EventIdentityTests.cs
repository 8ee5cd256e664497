using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Engine.Tests.Intake;

public sealed class EventIdentityTests
{
    [Fact]
    public void The_same_names_give_the_same_identity_of_16_bytes()
    {
        var identity = EventIdentity.OfCloudEvent("/shop", "1");

        Assert.Equal(EventIdentity.Length, identity.Length);
        Assert.Equal(identity, EventIdentity.OfCloudEvent("/shop", "1"));
    }

    // Stored in every row: another value would make every event that comes again a new one.
    [Fact]
    public void The_identities_of_a_release_are_those_of_the_next()
    {
        Assert.Equal("5B781D8C702C406DA77663BA3DCFE8E9", Convert.ToHexString(EventIdentity.OfCloudEvent("/shop", "1")));
        Assert.Equal("71C83348EDA1704D6C4CE11B6768FD16", Convert.ToHexString(EventIdentity.OfAdobeEvent("1")));
    }

    [Theory]
    [InlineData("a", "b", "a", "B")]
    [InlineData("a", "b", "a ", "b")]
    [InlineData("a", "b", "a", "b ")]
    [InlineData("ab", "c", "a", "bc")]
    [InlineData("é", "1", "e\u0301", "1")]
    [InlineData("a", "b", "b", "a")]
    public void Different_names_give_different_identities(string source, string id, string otherSource, string otherId) =>
        Assert.NotEqual(EventIdentity.OfCloudEvent(source, id), EventIdentity.OfCloudEvent(otherSource, otherId));

    [Fact]
    public void An_id_of_adobe_is_never_a_producers() =>
        Assert.NotEqual(EventIdentity.OfAdobeEvent("a\nb"), EventIdentity.OfCloudEvent("a", "b"));

    [Theory]
    [InlineData(340)]
    [InlineData(341)]
    [InlineData(5_000)]
    public void Long_ids_count_to_their_last_character(int length) => Assert.NotEqual(
        EventIdentity.OfCloudEvent("/shop", new string('€', length) + "a"), EventIdentity.OfCloudEvent("/shop", new string('€', length) + "b"));
}
