using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Tests.Support;

/// <summary>A job service in memory: places, jobs, files, cues and events, without durable runtime and storage.</summary>
internal sealed partial class MemoryJobs(TimeProvider time) : IJobService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryJob> _jobs = [];
    private readonly Dictionary<(string User, string Key), (SubmitCommand Command, string JobId)> _keys = [];
    private readonly Dictionary<string, IReadOnlyList<GlossaryTerm>> _glossaries = [];
    private int _places;
    private int _next;

    public int MaxQueueSize { get; set; } = 100;

    public bool RejectBusy { get; set; }

    public LanguageCatalogue Languages { get; set; } = new() { Recognized = ["en"], Pairs = [new("en", ["es"])], Targets = [new("es", ["ana", "luis"])] };

    /// <summary>Thrown by the next call, whatever it is.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Places that are taken: by uploads under way and by jobs that have not ended.</summary>
    public int Places => Volatile.Read(ref _places);

    /// <summary>How uploads ended that did not become a job.</summary>
    public Channel<Exception> BrokenUploads { get; } = Channel.CreateUnbounded<Exception>();

    /// <summary>Told about every block of an upload that was read.</summary>
    public Action<long>? Read { get; set; }

    public MemoryJob this[string id]
    {
        get
        {
            lock (_lock)
                return _jobs[id];
        }
    }

    public async Task<SubmitOutcome> SubmitAsync(Caller caller, SubmitCommand command, Stream video, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        if (Replay(caller, command) is { } earlier)
            return new SubmitOutcome(earlier, true);
        TakePlace(caller);
        try
        {
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await video.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (content.Length < 4 << 20)
                    content.Write(buffer, 0, count);
                Read?.Invoke(count);
            }

            if (content.Length == 0)
                throw new RequestException(ErrorCodes.EmptyFile, "The file is empty.");
            return new SubmitOutcome(Add(caller, command, content.ToArray()).View);
        }
        catch (Exception e)
        {
            Interlocked.Decrement(ref _places);
            BrokenUploads.Writer.TryWrite(e);
            throw;
        }
    }

    public Task<SubmitOutcome> SubmitUploadedAsync(Caller caller, SubmitCommand command, string uploadId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        if (!uploadId.StartsWith($"{caller.UserId}~", StringComparison.Ordinal))
            throw new RequestException(ErrorCodes.NotFound, "There is no such upload.");
        if (Replay(caller, command) is { } earlier)
            return Task.FromResult(new SubmitOutcome(earlier, true));
        TakePlace(caller);
        return Task.FromResult(new SubmitOutcome(Add(caller, command, [1]).View));
    }

    public Task<SubmitOutcome> SubmitAddressAsync(Caller caller, SubmitCommand command, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        if (new Uri(command.SourceUrl!).Host != "media.example")
            throw new RequestException(ErrorCodes.SourceRefused, "Not from there.");
        TakePlace(caller);
        return Task.FromResult(new SubmitOutcome(Add(caller, command, [1]).View));
    }

    public Task<UploadLink> CreateUploadAsync(Caller caller, string fileName, long? size, CancellationToken cancellationToken) =>
        Task.FromResult(new UploadLink($"{caller.UserId}~{Interlocked.Increment(ref _next)}", new Uri("https://storage.invalid/input"), time.GetUtcNow().AddHours(1), 1 << 20));

    public Task<JobView> GetAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return Task.FromResult(Find(caller, jobId).View);
    }

    public Task<JobPage> ListAsync(Caller caller, JobFilter filter, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        lock (_lock)
        {
            if (filter.IdempotencyKey is { } key)
                return Task.FromResult(new JobPage(_keys.TryGetValue((caller.UserId, key), out var known) ? [_jobs[known.JobId].View] : [], null));
            var found = _jobs.Values.Select(j => j.View)
                .Where(j => filter.AllUsers || j.UserId == (filter.UserId ?? caller.UserId))
                .Where(j => filter.States is null || filter.States.Contains(j.State))
                .OrderByDescending(j => j.CreatedAt).ThenByDescending(j => j.Id, StringComparer.Ordinal)
                .ToList();
            var start = filter.After is null ? 0 : found.FindIndex(j => j.Id == filter.After) + 1;
            var page = found.Skip(start).Take(filter.Limit).ToList();
            return Task.FromResult(new JobPage(page, start + page.Count < found.Count ? page[^1].Id : null));
        }
    }

    public Task<JobView> CancelAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = Find(caller, jobId);
        if (job.View.State is JobState.Completed or JobState.Failed)
            throw new RequestException(ErrorCodes.Conflict, "The job has ended.");
        job.Update(v => v with { State = JobState.Cancelled, EndedAt = time.GetUtcNow() });
        return Task.FromResult(job.View);
    }

    public Task DeleteAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = Find(caller, jobId);
        lock (_lock)
            _jobs.Remove(job.View.Id);
        return Task.CompletedTask;
    }

    public Task<SubmitOutcome> RetryAsync(Caller caller, string jobId, Stage? fromStage, CancellationToken cancellationToken)
    {
        var old = Find(caller, jobId);
        var job = Add(caller, new SubmitCommand { FileName = old.View.FileName, Options = new() { TargetLanguage = old.View.Options.TargetLanguage ?? "" } }, old.Source);
        job.Update(v => v with { BasedOn = jobId, Stage = fromStage });
        return Task.FromResult(new SubmitOutcome(job.View));
    }

    public Task<SubtitleDocument> GetSubtitlesAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(caller, jobId).Document);

    public Task<SubtitleDocument> PutSubtitlesAsync(Caller caller, string jobId, IReadOnlyList<Cue> cues, string? ifMatch, CancellationToken cancellationToken)
    {
        var job = Find(caller, jobId);
        if (cues.Any(c => c.End <= c.Start))
            throw new RequestException(ErrorCodes.InvalidSubtitles, "A cue ends before it starts.");
        return Task.FromResult(job.Replace(cues, ifMatch));
    }

    public Task<JobView> ApproveAsync(Caller caller, string jobId, string? ifMatch, CancellationToken cancellationToken)
    {
        var job = Find(caller, jobId);
        job.RequireVersion(ifMatch ?? "*");
        job.Update(v => v with { State = JobState.QueuedGpu });
        return Task.FromResult(job.View);
    }

    public Task<SubmitOutcome> ReviseAsync(Caller caller, string jobId, IReadOnlyList<Cue> cues, CancellationToken cancellationToken) =>
        RetryAsync(caller, jobId, Stage.Synthesize, cancellationToken);

    /// <summary>Its sound is its text.</summary>
    public Task<byte[]> SpeakAsync(Caller caller, string jobId, Cue cue, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Find(caller, jobId);
        return Task.FromResult(System.Text.Encoding.UTF8.GetBytes(cue.Translation ?? ""));
    }

    public Task<JobFile> OpenWaveformAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        OpenFileAsync(caller, jobId, "waveform.dat", cancellationToken);

    public Task<JobFile> OpenFileAsync(Caller caller, string jobId, string name, CancellationToken cancellationToken) =>
        Find(caller, jobId).Files.TryGetValue(name, out var file)
            ? Task.FromResult(file.Open(name, time.GetUtcNow()))
            : throw new RequestException(ErrorCodes.NotFound, "There is no such file.");

    public Task<JobFile> OpenSourceAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = Find(caller, jobId);
        return Task.FromResult(new MemoryFile(job.Source, job.SourceType).Open(job.View.FileName, time.GetUtcNow()));
    }

    public async IAsyncEnumerable<JobEvent> WatchAsync(Caller caller, string jobId, long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var next in Find(caller, jobId).WatchAsync(afterId, cancellationToken))
            yield return next;
    }

    /// <summary>What the last forecast was asked for.</summary>
    public ForecastQuery? Asked { get; private set; }

    public Task<QueuePlace> ForecastAsync(Caller caller, ForecastQuery query, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Asked = query;
        return Task.FromResult(new QueuePlace(3, 3));
    }

    public Task<QueueView> GetQueueAsync(Caller caller, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return Task.FromResult(new QueueView([], [], MaxQueueSize));
    }

    public Task<MeView> GetMeAsync(Caller caller, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return Task.FromResult(new MeView(caller.UserId, caller.DisplayName, caller.IsAdmin, 1, 1, 0, 0, 0, 0, 1 << 20, 3600));
    }

    public async Task<MeExport> ExportAsync(Caller caller, CancellationToken cancellationToken) => new(
        time.GetUtcNow(), await GetMeAsync(caller, cancellationToken), (await ListAsync(caller, new JobFilter(), cancellationToken)).Jobs,
        await GetGlossaryAsync(caller, cancellationToken), [], []);

    public LanguageCatalogue GetLanguages() => Languages;

    public Task<IReadOnlyList<GlossaryTerm>> GetGlossaryAsync(Caller caller, CancellationToken cancellationToken) =>
        Task.FromResult(_glossaries.GetValueOrDefault(caller.UserId) ?? []);

    public Task PutGlossaryAsync(Caller caller, IReadOnlyList<GlossaryTerm> terms, CancellationToken cancellationToken)
    {
        _glossaries[caller.UserId] = terms;
        return Task.CompletedTask;
    }

    /// <summary>A job as if it had been submitted.</summary>
    public MemoryJob Add(Caller caller, SubmitCommand command, byte[] source)
    {
        lock (_lock)
        {
            var id = $"{caller.UserId}.{++_next:D6}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
            var job = new MemoryJob(source, command, time, new JobView
            {
                Id = id,
                UserId = caller.UserId,
                FileName = command.FileName,
                State = JobState.QueuedUser,
                Options = command.Options.ToWire(),
                Priority = command.Priority,
                CreatedAt = time.GetUtcNow(),
                Stages = [],
                Review = command.Review,
            });
            _jobs[id] = job;
            if (command.IdempotencyKey is { } key)
                _keys[(caller.UserId, key)] = (command, id);
            return job;
        }
    }

    private MemoryJob Find(Caller caller, string jobId)
    {
        lock (_lock)
        {
            return _jobs.TryGetValue(jobId, out var job) && (job.View.UserId == caller.UserId || caller.IsAdmin)
                ? job
                : throw new RequestException(ErrorCodes.NotFound, "There is no such job.");
        }
    }

    private JobView? Replay(Caller caller, SubmitCommand command)
    {
        lock (_lock)
        {
            if (command.IdempotencyKey is null || !_keys.TryGetValue((caller.UserId, command.IdempotencyKey), out var earlier))
                return null;
            return earlier.Command == command
                ? _jobs[earlier.JobId].View
                : throw new RequestException(ErrorCodes.IdempotencyMismatch, "The key was used for another request.");
        }
    }

    private void TakePlace(Caller caller)
    {
        lock (_lock)
        {
            if (RejectBusy && _jobs.Values.FirstOrDefault(j => j.View.UserId == caller.UserId && j.View.EndedAt is null) is { } active)
                throw new RequestException(ErrorCodes.UserBusy, "You have a job under way.", activeJobId: active.View.Id);
            if (_places >= MaxQueueSize)
                throw new RequestException(ErrorCodes.QueueFull, "The queue is full.", TimeSpan.FromSeconds(42.2));
            _places++;
        }
    }

    private void ThrowIfAsked()
    {
        if (Failure is { } failure)
            throw failure;
    }
}
