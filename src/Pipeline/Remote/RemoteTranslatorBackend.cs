using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Remote;

/// <summary>A server that translates.</summary>
internal sealed class RemoteTranslatorBackend(RemoteServer server, StageProfile profile, string name, ILineTranslator translator)
    : RemoteBackend(server, profile, name), ITranslatorBackend
{
    public ILineTranslator Open(StageRequest request) => translator;
}
