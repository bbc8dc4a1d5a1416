using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Speech;

/// <summary>A program or service that speaks.</summary>
internal interface ISynthesizerBackend : IStageBackend
{
    /// <summary>The voice for one run of a stage.</summary>
    ISpeechSynthesizer Open(StageRequest request);
}
