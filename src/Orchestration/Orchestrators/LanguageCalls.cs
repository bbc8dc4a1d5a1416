using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>The jobs of a job's languages, as its sub-orchestrations.</summary>
internal sealed class LanguageCalls(JobExecution job, StageCalls stages)
{
    /// <summary>Runs them all to their ends; a cancel of the job is one of each.</summary>
    public async Task RunAsync()
    {
        var requests = job.Request.Languages.Select(RequestOf).ToList();
        var input = new StartLanguagesInput(job.Request.JobId, [.. requests.Select(PlaceOf)], job.Status.MediaSeconds, job.Request.Webhooks);
        await stages.StepAsync<LanguagesOutcome>(ActivityNames.StartLanguages, input);
        var open = requests.Select(CallAsync).ToList();
        var cancelled = false;
        while (open.Count > 0)
        {
            var next = await Task.WhenAny(cancelled ? open : [.. open, job.CancelAsked]);
            if (next is not Task<LanguageStatus> ended)
            {
                cancelled = true;
                job.Update(s => s with { CancelRequested = true });
                Cancel(await job.CancelAskedBy);
                continue;
            }

            open.Remove(ended);
            var status = await ended;
            job.Update(s => s with { Languages = [.. s.Languages, status] });
        }
    }

    /// <summary>The languages that came out, in the order in which they were asked for; warns of the others.</summary>
    /// <exception cref="JobEndedException">None did.</exception>
    public IReadOnlyList<LanguageStatus> Completed()
    {
        var ended = job.Request.Languages.Select(language => job.Status.Languages.First(status => status.JobId == language.JobId)).ToLookup(status => status.State == JobState.Completed);
        var missing = ended[false].ToList();
        if (!ended[true].Any())
        {
            throw missing.All(language => language.State == JobState.Cancelled)
                ? JobExecution.Cancelled()
                : new JobEndedException(JobState.Failed, new JobError(
                    ErrorCodes.LanguagesFailed, "None of the languages was completed. Each has its reason; retry them, or this job.", Retryable: true));
        }

        if (missing.Count > 0)
        {
            var names = string.Join(", ", missing.Select(language => $"{language.Language} ({language.State})"));
            job.Prepare(s => s with { Warnings = [.. s.Warnings, $"Not completed: {names}. Retry those languages, or this job when all shall be joined."] });
        }

        return [.. ended[true]];
    }

    /// <summary>Takes in what the languages came to, for the stage that joins them.</summary>
    public async Task CollectAsync(IReadOnlyList<LanguageStatus> completed)
    {
        var outcome = await stages.StepAsync<LanguagesOutcome>(ActivityNames.CollectLanguages, new CollectLanguagesInput(job.Request.JobId, completed));
        foreach (var (name, artifact) in outcome.Artifacts ?? new Dictionary<string, ArtifactRef>())
            job.Add(name, artifact);
        var found = completed.Select(language => language.Language).Where(language => job.Artifacts.ContainsKey(Artifacts.MixOf(language))).ToList();
        if (found.Count == 0)
            throw new JobEndedException(JobState.Failed, new JobError(ErrorCodes.Conflict, "The languages were deleted before they could be joined. Submit the video again."));
        job.Join(found);
    }

    private async Task<LanguageStatus> CallAsync(JobRequest request)
    {
        try
        {
            var options = new SubOrchestrationOptions(instanceId: request.JobId);
            var status = await job.Context.CallSubOrchestratorAsync<JobStatus>(DubbingOrchestrator.OrchestratorName, request, options);
            return new LanguageStatus(request.Options.TargetLanguage, request.JobId, status.State);
        }
        catch (TaskFailedException)
        {
            // It failed and says why itself, or was ended from outside.
            return new LanguageStatus(request.Options.TargetLanguage, request.JobId, JobState.Failed);
        }
    }

    private void Cancel(object? by)
    {
        foreach (var language in job.Request.Languages.Where(language => job.Status.Languages.All(ended => ended.JobId != language.JobId)))
            job.Context.SendEvent(language.JobId, JobEvents.Cancel, by ?? true);
    }

    private static QueuePlaceRequest PlaceOf(JobRequest request) =>
        new(request.JobId, request.UserId, request.Pool, (int)request.Priority, request.Cost, request.SubmittedAt, request.Plan);

    private JobRequest RequestOf(LanguageJob language) => job.Request with
    {
        JobId = language.JobId,
        ParentId = job.Request.JobId,
        BasedOn = null,
        Languages = [],
        Plan = language.Plan,
        Options = job.Status.Options(job.Request) with { TargetLanguage = language.Language, TargetLanguages = null, Combine = false },
        Source = job.Source,
        Provided = job.Artifacts.ToDictionary(),
        MediaSeconds = job.Status.MediaSeconds,
    };
}
