using CommerceEventConsole.Components.Events;

namespace CommerceEventConsole.Console.Tests.Events;

public sealed class EventWordsTests
{
    [Theory]
    [InlineData("base_grand_total", "Base grand total")]
    [InlineData("items[0].qty_ordered", "Items[0].qty ordered")]
    [InlineData("_", "_")]
    public void The_path_of_a_field_reads_as_words(string path, string words) => Assert.Equal(words, EventWords.Field(path));

    [Theory]
    [InlineData("Order number", "order number")]
    [InlineData("SKU", "SKU")]
    public void Only_abbreviations_keep_their_capitals_within_a_sentence(string name, string expected) => Assert.Equal(expected, EventWords.InSentence(name));

    [Theory]
    [InlineData(201, "accepted")]
    [InlineData(422, "refused")]
    [InlineData(429, "too many at once")]
    [InlineData(500, "broke down")]
    [InlineData(503, "not available")]
    public void A_status_is_told_in_words(int status, string words) => Assert.Equal(words, EventWords.Answer(status));
}
