using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Translation;

/// <summary>A program or service that translates.</summary>
internal interface ITranslatorBackend : IStageBackend
{
    /// <summary>The translator for one run of a stage.</summary>
    ILineTranslator Open(StageRequest request);
}
