using CommerceEventConsole.Engine.Failures;

namespace CommerceEventConsole.Engine.Tests.Failures;

/// <summary>What stays of a message, and what is taken out: one line a case.</summary>
public sealed class FailureMessageTests
{
    private static readonly string[] OfTheEvent = ["NEW-MUG", "Jane", "Doe", "Oudegracht", "jane.doe@example.com", "Stoneware mug", "de"];

    [Theory]
    // Words stay.
    [InlineData("it is not available now", "it is not available now")]
    [InlineData("it can't take this, and it won't", "it can't take this, and it won't")]
    [InlineData("Internal Server Error", "Internal Server Error")]
    [InlineData("ARTICLE_UNKNOWN", "ARTICLE_UNKNOWN")]
    // Numbers, amounts, ids, GUIDs.
    [InlineData("did not answer within 30 seconds", "did not answer within … seconds")]
    [InlineData("Order 000001001 is locked", "Order … is locked")]
    [InlineData("Order #100000042 is locked by user 7", "Order … is locked by user …")]
    [InlineData("Total 1,234.50 EUR differs", "Total … EUR differs")]
    [InlineData("Trace 4bf92f35-77b3-4da6-a3ce-929d0e0e4736 failed", "Trace … failed")]
    [InlineData("Request 0af7651916cd43dd8448eb211c80319c failed", "Request … failed")]
    [InlineData("Deadlock on row id:1001", "Deadlock on row …")]
    [InlineData("Session abcdefghijklmnopqrstuvwxyzabcdefgh ended", "Session … ended")]
    // Times.
    [InlineData("Closed since 2026-05-04T09:12:32Z", "Closed since …")]
    [InlineData("Closed since 2026-05-04 09:12:32", "Closed since …")]
    [InlineData("Try again after 04/05/2026 09:12", "Try again after …")]
    // Article numbers: with digits, with hyphens, in quotes, and those of the event.
    [InlineData("Article MUG-01 is not known", "Article … is not known")]
    [InlineData("Article TEA-POT is not known", "Article … is not known")]
    [InlineData("Article 'teapot' is not known", "Article … is not known")]
    [InlineData("Article \"teapot, blue\" is not known", "Article … is not known")]
    [InlineData("Article “teapot” is not known", "Article … is not known")]
    [InlineData("Article new-mug is not known", "Article … is not known")]
    // One or several: one cause.
    [InlineData("Articles MUG-01, MUG-02 and MUG-03 are not known", "Articles … are not known")]
    // People, and where they are.
    [InlineData("Customer Jane Doe is blocked", "Customer … is blocked")]
    [InlineData("No account for jane.doe@example.com", "No account for …")]
    [InlineData("No account for someone.else@example.org.", "No account for …")]
    [InlineData("Address Oudegracht 1, 3511 AB is not valid", "Address … AB is not valid")]
    [InlineData("a redirect to https://erp.example.com/v2/orders?id=7: redirects are not followed", "a redirect to … redirects are not followed")]
    [InlineData("Host 10.0.0.12:8443 refused", "Host … refused")]
    // A value of two letters stands in ordinary words by accident; a longer one only as a word of its own.
    [InlineData("Modelled: de facto", "Modelled: de facto")]
    [InlineData("Janet is not Jane", "Janet is not …")]
    public void What_differs_from_event_to_event_is_taken_out(string error, string message) =>
        Assert.Equal(message, FailureMessage.Normalise(error, OfTheEvent));

    [Fact]
    public void A_message_is_at_most_400_characters_long() =>
        Assert.True(FailureMessage.Normalise(string.Concat(Enumerable.Repeat("wordy ", 200)), []).Length <= 400);

    [Fact]
    public void A_signature_has_the_same_number_for_ever() =>
        Assert.Equal(-8197079204986794333, new FailureSignature(FailureClass.Refused, 422, "Article … is not known").Hash);

    [Fact]
    public void Letters_in_another_case_make_no_other_group() => Assert.Equal(
        new FailureSignature(FailureClass.Refused, 422, "Article … is not known").Hash,
        new FailureSignature(FailureClass.Refused, 422, "ARTICLE … is not known").Hash);

    [Theory]
    [InlineData(FailureClass.Refused, 409, "Article … is not known")]
    [InlineData(FailureClass.BrokenOff, 422, "Article … is not known")]
    [InlineData(FailureClass.Refused, 422, "Customer … is not known")]
    public void Another_status_class_or_message_is_another_group(FailureClass kind, int status, string message) => Assert.NotEqual(
        new FailureSignature(FailureClass.Refused, 422, "Article … is not known").Hash, new FailureSignature(kind, status, message).Hash);
}
