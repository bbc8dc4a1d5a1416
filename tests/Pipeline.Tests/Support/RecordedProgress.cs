using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Keeps what a stage reported, in order.</summary>
internal sealed class RecordedProgress : IProgress<StageProgress>
{
    public List<double> Fractions { get; } = [];

    public void Report(StageProgress value) => Fractions.Add(value.Fraction);
}
