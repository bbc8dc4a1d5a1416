using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>Common parts of the stages that a server does.</summary>
internal abstract class RemoteEngine(Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings, ServerKey key)
    : ProfileEngine(stage, profile, settings)
{
    protected override IEnumerable<string> Programs => [];

    protected override IList<string> OptionsRead { get; } = stage switch
    {
        Stage.Transcribe => ["sourceLanguage"],
        Stage.Translate => ["sourceLanguage", "targetLanguage", "glossary"],
        _ => ["targetLanguage", "voice", "speed"],
    };

    public override IEnumerable<string> Missing() => key.Missing is { } missing ? base.Missing().Append(missing) : base.Missing();
}
