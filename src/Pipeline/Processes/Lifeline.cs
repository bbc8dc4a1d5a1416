using CliWrap;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// A small watchdog process that outlives this one by an instant: it reads a pipe that nobody writes to. When this process
/// ends, in whatever way, the pipe closes, and the watchdog kills every process that carries this process's marker.
/// </summary>
/// <remarks>
/// The kernel's own means, a parent-death signal, fires when the <em>thread</em> that started the program ends, and thread pool
/// threads do end; it also reaches only the direct child. See docs/adr/0020.
/// </remarks>
internal sealed class Lifeline(string owner) : IAsyncDisposable
{
    // -z: environment entries end with NUL. Three quiet rounds, because a process may be forking while the others are killed.
    private const string Script = """
        cat >/dev/null
        quiet=0
        while [ "$quiet" -lt 3 ]; do
          found=$(grep -lz "^TRANSVOX_RUN=$1\." /proc/[0-9]*/environ 2>/dev/null)
          if [ -z "$found" ]; then quiet=$((quiet+1)); else quiet=0; fi
          for file in $found; do pid=${file#/proc/}; kill -9 "${pid%/environ}" 2>/dev/null; done
          sleep 0.05
        done
        """;

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Task? _watchdog;
    private bool _disposed;

    /// <summary>Starts the watchdog if none runs; it is replaced when somebody killed it.</summary>
    public void Ensure()
    {
        lock (_lock)
        {
            if (!_disposed && _watchdog is null or { IsCompleted: true })
            {
                _watchdog = Start();
            }
        }
    }

    /// <summary>Closes the pipe; the watchdog does the rest on its own.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _release.TrySetResult();
    }

    /// <summary>Closes the pipe and waits for the watchdog to end; it kills whatever programs still run.</summary>
    public async ValueTask DisposeAsync()
    {
        Release();
        if (_watchdog is { } watchdog)
        {
            await watchdog;
        }
    }

    private async Task Start()
    {
        var input = PipeSource.Create((_, cancellationToken) => _release.Task.WaitAsync(cancellationToken));
        // A session of its own: Ctrl-C in a terminal must end the host, not the process that cleans up after it.
        var arguments = new List<string> { "sh", "-c", Script, "transvox-lifeline", owner };
        var program = ToolLocator.Find("setsid") ?? "/bin/sh";
        await Cli.Wrap(program)
            .WithArguments(program == "/bin/sh" ? arguments.Skip(1) : arguments)
            .WithEnvironmentVariables(new Dictionary<string, string?> { [ProcessTree.Marker] = null })
            .WithStandardInputPipe(input)
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
    }
}
