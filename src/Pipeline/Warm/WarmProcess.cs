using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CliWrap;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Warm;

/// <summary>One program that stays: JSON lines in, JSON lines out, one job at a time.</summary>
internal sealed class WarmProcess : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = false };
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<WarmAnswer> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ProcessOutcome> _run;
    private readonly string _program;
    private readonly WarmScratch? _scratch;
    private Current? _current;
    private int _pid;

    public WarmProcess(ProcessRunner runner, ProcessSpec spec)
    {
        _program = spec.Program;
        if (runner.Sandboxes(spec))
        {
            _scratch = new WarmScratch(runner.Owner);
            spec = spec with { Access = spec.Access! with { Writes = [.. spec.Access.Writes, _scratch.Path] } };
        }

        _run = runner.RunAsync(
            spec with
            {
                StandardInput = PipeSource.Create(SendAsync),
                OnOutputLine = OnLine,
                OnStarted = pid => _pid = pid,
                TimeLimit = Timeout.InfiniteTimeSpan,
                MaxOutputBytes = long.MaxValue,
            },
            _stop.Token);
    }

    /// <summary>Jobs that it did.</summary>
    public int Jobs { get; private set; }

    /// <summary>Whether it can take another job.</summary>
    public bool Alive => !_run.IsCompleted && !_stop.IsCancellationRequested;

    /// <summary>Its memory in bytes.</summary>
    public long ResidentBytes => ProcessTree.ResidentBytes(_pid);

    /// <summary>Waits until the model is loaded; returns what the program calls itself.</summary>
    public async Task<string?> ReadyAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_ready.Task, _run).WaitAsync(cancellationToken);
        return _ready.Task.IsCompleted ? (await _ready.Task).Engine : throw await DiedAsync();
    }

    /// <summary>Does one job.</summary>
    /// <exception cref="WarmProcessDiedException">The program ended meanwhile.</exception>
    /// <exception cref="StageException">It left what must not be read.</exception>
    public async Task<WarmAnswer> DoAsync(WarmJob job, Action<double> progress, CancellationToken cancellationToken)
    {
        if (_scratch is null)
        {
            return await AskAsync(job, progress, cancellationToken);
        }

        var answer = await AskAsync(_scratch.Bring(job), progress, cancellationToken);
        if (answer.Ok == true)
        {
            _scratch.Return(_program, job);
        }

        _scratch.Clear(job);
        return answer;
    }

    /// <summary>Ends the program: its input closes, then it is stopped; returns when nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _stop.CancelAsync();
        try
        {
            await _run;
        }
        catch (Exception e) when (e is OperationCanceledException or StageException)
        {
            // That is how it was asked to end; whoever waited for a job has been told already.
        }

        _stop.Dispose();
        _scratch?.Dispose();
    }

    private async Task<WarmAnswer> AskAsync(WarmJob job, Action<double> progress, CancellationToken cancellationToken)
    {
        var current = new Current(job.Id, progress, new TaskCompletionSource<WarmAnswer>(TaskCreationOptions.RunContinuationsAsynchronously));
        _current = current;
        Jobs++;
        await _requests.Writer.WriteAsync(JsonSerializer.Serialize(job, Json), cancellationToken);
        await Task.WhenAny(current.Done.Task, _run).WaitAsync(cancellationToken);
        return current.Done.Task.IsCompleted ? await current.Done.Task : throw await DiedAsync();
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        await foreach (var line in _requests.Reader.ReadAllAsync(cancellationToken))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    private void OnLine(string line)
    {
        var answer = Parse(line);
        if (answer?.Ready == true)
        {
            _ready.TrySetResult(answer);
        }
        else if (_current is { } current && answer?.Id == current.Id)
        {
            if (answer.Progress is { } fraction)
            {
                current.Progress(Math.Clamp(fraction, 0, 1));
            }

            if (answer.Ok is not null)
            {
                current.Done.TrySetResult(answer);
            }
        }
    }

    /// <summary>What a line says; null when it is no answer. Libraries print to standard output too, which is part of the log tail and nothing else.</summary>
    internal static WarmAnswer? Parse(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<WarmAnswer>(line, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<Exception> DiedAsync()
    {
        try
        {
            var outcome = await _run;
            return new WarmProcessDiedException(outcome);
        }
        catch (Exception e) when (e is StageException or OperationCanceledException)
        {
            return e;
        }
    }

    private sealed record Current(string Id, Action<double> Progress, TaskCompletionSource<WarmAnswer> Done);
}
