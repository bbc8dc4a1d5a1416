using System.Runtime.CompilerServices;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Tests.Support;

/// <summary>A job in memory, with its events.</summary>
internal sealed class MemoryJob(byte[] source, SubmitCommand command, TimeProvider time, JobView view)
{
    private readonly Lock _lock = new();
    private readonly List<JobEvent> _events = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _version = 1;
    private IReadOnlyList<Cue> _cues = [new(0, 0, 1, "hello", "hola")];

    public byte[] Source => source;

    public string SourceType { get; set; } = "video/mp4";

    public SubmitCommand Command => command;

    public JobView View { get; private set; } = view;

    public Dictionary<string, MemoryFile> Files { get; } = [];

    /// <summary>Readers of its events that are waiting or reading.</summary>
    public int Watchers;

    public SubtitleDocument Document => new($"v{_version}", true, _cues, []);

    public void Update(Func<JobView, JobView> change, string kind = "state")
    {
        View = change(View);
        Emit(kind);
    }

    public void Emit(string kind, string? message = null)
    {
        lock (_lock)
        {
            _events.Add(new JobEvent(_events.Count + 1, kind, time.GetUtcNow(), kind == "log" ? null : View, message));
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void RequireVersion(string ifMatch)
    {
        if (ifMatch != "*" && ifMatch != $"v{_version}")
            throw new RequestException(ErrorCodes.PreconditionFailed, "Somebody else was faster.");
    }

    public SubtitleDocument Replace(IReadOnlyList<Cue> cues, string? ifMatch)
    {
        lock (_lock)
        {
            RequireVersion(ifMatch ?? "*");
            (_cues, _version) = (cues, _version + 1);
            return Document;
        }
    }

    public async IAsyncEnumerable<JobEvent> WatchAsync(long afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Watchers);
        try
        {
            while (true)
            {
                JobEvent[] fresh;
                Task changed;
                lock (_lock)
                    (fresh, changed) = ([.. _events.Where(e => e.Id > afterId)], _changed.Task);
                foreach (var next in fresh)
                {
                    afterId = next.Id;
                    yield return next;
                    if (next.Kind == "end")
                        yield break;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref Watchers);
        }
    }
}
