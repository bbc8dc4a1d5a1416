using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Finds the mixed sound and the text of languages in the records of their jobs; one that was deleted since has none.</summary>
public sealed class CollectLanguagesActivity(JobReader reader, IHostApplicationLifetime lifetime, ILogger<CollectLanguagesActivity> logger)
    : StoppableActivity<CollectLanguagesInput, LanguagesOutcome>(lifetime)
{
    public override async Task<LanguagesOutcome> RunAsync(CollectLanguagesInput input, CancellationToken cancellationToken)
    {
        try
        {
            var artifacts = new Dictionary<string, ArtifactRef>();
            foreach (var (language, jobId, _) in input.Languages)
            {
                if (await reader.ReadRecordAsync(jobId, cancellationToken) is not { } record
                    || !record.Artifacts.TryGetValue(Artifacts.Mix, out var mix) || !record.Artifacts.TryGetValue(Artifacts.Translation, out var text))
                    continue;
                artifacts[Artifacts.MixOf(language)] = mix;
                artifacts[Artifacts.TranslationOf(language)] = text;
            }

            return new LanguagesOutcome(Artifacts: artifacts);
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            ActivityLog.StepFailed(logger, e, input.JobId, "reading the records of the languages");
            return new LanguagesOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "The languages could not be joined.", Retryability.Transient));
        }
    }
}
