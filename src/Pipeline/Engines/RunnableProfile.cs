using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>A profile with its engines.</summary>
internal sealed class RunnableProfile(NamedProfile named, EngineProfile profile, IReadOnlyDictionary<Stage, IStageEngine> engines)
{
    // Installed packages are looked at once, at the first question.
    private readonly Lazy<ProfileOffer> _offer = new(() => new ProfileOffer(
        named.Name, named.Description ?? profile.Description, named.Pool, named.MaxVideoMinutes, CatalogueBuilder.Build(engines, profile.Stages) with
        {
            LeavesMachine = profile.Stages.Values.Any(stage => RemoteEngines.LeavesMachine(stage, profile.Settings)),
        }));

    public string Name => named.Name;

    public IReadOnlyDictionary<Stage, IStageEngine> Engines { get; } = engines;

    public ProfileOffer Offer => _offer.Value;
}
