using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>
/// Passes progress on that moves: never back, never more than a few hundred times, whatever several programs at once report.
/// </summary>
internal sealed class SteadyProgress(IProgress<StageProgress> inner) : IProgress<StageProgress>
{
    private const double Step = 0.005;
    private readonly Lock _lock = new();
    private double _last = -1;

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (value.Fraction < _last + Step && !(value.Fraction >= 1 && _last < 1))
            {
                return;
            }

            _last = Math.Min(1, value.Fraction);
            inner.Report(value with { Fraction = _last });
        }
    }
}
