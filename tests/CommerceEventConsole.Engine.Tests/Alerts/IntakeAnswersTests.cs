using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.Alerts;

public sealed class IntakeAnswersTests
{
    private readonly ManualTime _time = new();
    private readonly IntakeAnswers _answers;

    public IntakeAnswersTests() => _answers = new IntakeAnswers(_time);

    [Fact]
    public void Answers_are_counted_by_source_and_once()
    {
        foreach (var status in new[] { 200, 202, 400, 401, 503 })
            _answers.Count(1, status, _answers.Start());
        _answers.Count(2, 200, _answers.Start());

        Assert.Equal([(1, 5L, 3L), (2, 1L, 0L)], _answers.Take().OrderBy(t => t.SourceId));
        Assert.Empty(_answers.Take());
    }

    [Theory]
    [InlineData(9_999, 0)]
    [InlineData(10_000, 1)]
    public void A_success_that_comes_later_than_Adobe_waits_is_a_failure(int milliseconds, long failed)
    {
        var start = _answers.Start();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        _answers.Count(1, 200, start);

        Assert.Equal((1, 1L, failed), Assert.Single(_answers.Take()));
    }

    [Fact]
    public void What_could_not_be_stored_is_counted_again()
    {
        _answers.Count(1, 500, _answers.Start());
        var taken = Assert.Single(_answers.Take());
        _answers.Count(1, 200, _answers.Start());

        _answers.Return(taken.SourceId, taken.Requests, taken.Failed);

        Assert.Equal((1, 2L, 1L), Assert.Single(_answers.Take()));
    }
}
