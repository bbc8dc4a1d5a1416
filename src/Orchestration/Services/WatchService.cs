using System.Runtime.CompilerServices;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Services;

/// <summary>
/// A job's changes as events. Ids are milliseconds, so a reader that comes back is told what is new since the last it saw: the state
/// of now, not every step between.
/// </summary>
public sealed class WatchService(JobReader reader, QueueService queue, IProgressStore progress, IJobSignal signal, TimeProvider time)
{
    // Every look costs, on Azure storage requests, and streams are many: what changes slowly is looked at less often.
    private static readonly TimeSpan Working = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForPeople = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<JobEvent> WatchAsync(
        Caller caller, string jobId, long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        var changes = new JobChanges(time, afterId);
        while (true)
        {
            var ended = JobTransitions.IsTerminal(job.Status.State);
            var report = ended || job.Status.Stage is null ? null : await progress.ReadAsync(jobId, cancellationToken);
            var place = ended ? null : await queue.PlaceOfAsync(job, cancellationToken);
            var view = JobViews.Create(job, report, place, await reader.LanguagesAsync(job, cancellationToken));
            foreach (var change in changes.Next(view, report, ended))
                yield return change;
            if (ended)
                yield break;
            await UntilNextLookAsync(job, cancellationToken);
            job = await reader.FindAgainAsync(caller, jobId, cancellationToken);
        }
    }

    /// <summary>Until the job changes, and no longer than what changes beside it (progress, its place in the queue) may be late.</summary>
    private async Task UntilNextLookAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(IntervalOf(job), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await signal.ChangedAsync(job, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time for the next look.
        }
    }

    private static TimeSpan IntervalOf(JobSnapshot job) => job.Status.State switch
    {
        // Each look is one at every language too.
        JobState.Running when job.Status.Stage is null && job.Request.Languages.Count > 0 => ForPeople,
        JobState.AwaitingReview => ForPeople,
        JobState.QueuedUser or JobState.QueuedGpu => Waiting,
        _ => Working,
    };

    /// <summary>What changed from one look to the next.</summary>
    private sealed class JobChanges(TimeProvider time, long lastId)
    {
        private long _id = lastId;
        private JobView? _last;
        private long _lines;

        public IEnumerable<JobEvent> Next(JobView view, ProgressReport? report, bool ended)
        {
            var kind = KindOf(view);
            if (kind is not null)
                yield return Event(kind, view);
            if (report is not null)
            {
                var fresh = _last is null ? report.Lines.Count : (int)Math.Clamp(report.LineCount - _lines, 0, report.Lines.Count);
                foreach (var line in report.Lines.TakeLast(fresh))
                    yield return Event("log", null, line);
                _lines = report.LineCount;
            }

            _last = view;
            if (ended)
                yield return Event("end", view);
        }

        private string? KindOf(JobView view)
        {
            if (_last is null || _last.State != view.State || _last.CancelRequested != view.CancelRequested)
                return "state";
            if (_last.Stage != view.Stage || !_last.Stages.Select(Marks).SequenceEqual(view.Stages.Select(Marks))
                || !_last.Languages.Select(language => language.State).SequenceEqual(view.Languages.Select(language => language.State)))
                return "stage";
            if (_last.Progress < view.Progress)
                return "progress";
            return _last.Queue != view.Queue ? "queue" : null;
        }

        private JobEvent Event(string kind, JobView? view, string? message = null)
        {
            var now = time.GetUtcNow();
            _id = Math.Max(_id + 1, now.ToUnixTimeMilliseconds());
            return new JobEvent(_id, kind, now, view, message);
        }

        private static (StageState State, int Attempts) Marks(StageView stage) => (stage.State, stage.Attempts);
    }
}
