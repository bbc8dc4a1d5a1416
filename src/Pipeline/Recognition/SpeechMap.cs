namespace TransVox.Pipeline.Recognition;

/// <summary>Where somebody speaks in a recording.</summary>
/// <param name="Spans">In order, without overlap.</param>
/// <param name="Duration">Length of the recording in seconds.</param>
/// <param name="Method">What found them, for the record.</param>
internal sealed record SpeechMap(IReadOnlyList<SpeechSpan> Spans, double Duration, string Method)
{
    /// <summary>Seconds of speech between two times.</summary>
    public double Speech(double start, double end)
    {
        // The first span that may reach into the range, by bisection: transcripts of hours ask for every segment.
        var (low, high) = (0, Spans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Spans[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        double sum = 0;
        for (; low < Spans.Count && Spans[low].Start < end; low++)
        {
            sum += Spans[low].Overlap(start, end);
        }

        return sum;
    }

    /// <summary>Spans between two times, cut to them.</summary>
    public IEnumerable<SpeechSpan> Within(double start, double end) => Spans
        .Where(span => span.Overlap(start, end) > 0)
        .Select(span => new SpeechSpan(Math.Max(span.Start, start), Math.Min(span.End, end)));
}
