using CliWrap;
using TransVox.FunctionsHost.Protocol;

namespace TransVox.FunctionsHost;

/// <summary>The app's own process, started and prepared as the real host does it.</summary>
public sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _kill = new();
    private readonly WorkerChannel _channel;
    private readonly CommandTask<CommandResult> _process;

    private Worker(PublishedApp app, WorkerChannel channel, Uri address)
    {
        _channel = channel;
        var (workerId, requestId, largest) = ("worker", "start", $"{int.MaxValue}");
        _process = Cli.Wrap("dotnet")
            .WithArguments(
            [
                app.Assembly, "--host", address.Host, "--port", $"{address.Port}", "--workerId", workerId, "--requestId", requestId, "--grpcMaxMessageLength", largest,
                "--functions-uri", address.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", requestId, "--functions-grpc-max-message-length", largest,
            ])
            .WithWorkingDirectory(app.Folder)
            .WithEnvironmentVariables(new Dictionary<string, string?>
            {
                ["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder,
                ["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder,
            })
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(Console.Out.WriteLine))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Console.Error.WriteLine))
            .ExecuteAsync(_kill.Token);
    }

    public int ProcessId => _process.ProcessId;

    /// <summary>The process has ended, by itself or because it was told to.</summary>
    public Task Ended => _process.Task;

    /// <summary>The worker's own web server, which takes the HTTP requests.</summary>
    public string HttpUri { get; private set; } = "";

    /// <summary>Starts the process and loads every function into it.</summary>
    public static async Task<Worker> StartAsync(PublishedApp app, WorkerChannel channel, Uri address)
    {
        var worker = new Worker(app, channel, address);
        try
        {
            await worker.LoadAsync(app).WaitAsync(StartLimit);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells it to end, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Tell(new StreamingMessage { WorkerTerminate = new WorkerTerminate() });
        _kill.CancelAfter(StopLimit);
        try
        {
            await _process;
        }
        catch (OperationCanceledException)
        {
            // Killed.
        }

        _kill.Dispose();
    }

    private async Task LoadAsync(PublishedApp app)
    {
        await await Task.WhenAny(_channel.Connected, FailAtEndAsync());
        var init = (await _channel.AskAsync(new StreamingMessage
        {
            RequestId = "init",
            WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.1037.0.0", WorkerDirectory = app.Folder, FunctionAppDirectory = app.Folder },
        })).WorkerInitResponse;
        WorkerException.ThrowIfFailed(init.Result);
        HttpUri = init.Capabilities.GetValueOrDefault("HttpUri") ?? throw new InvalidDataException("The app has no web server: it does not use the worker's ASP.NET Core integration.");

        var indexed = (await _channel.AskAsync(new StreamingMessage
        {
            RequestId = "index",
            FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app.Folder },
        })).FunctionMetadataResponse;
        WorkerException.ThrowIfFailed(indexed.Result);
        var known = indexed.FunctionMetadataResults.Select(function => function.Name).Order(StringComparer.OrdinalIgnoreCase);
        if (!known.SequenceEqual(app.All.Select(function => function.Name)))
            throw new InvalidDataException($"functions.metadata is not of this app; the worker has {string.Join(", ", known)}.");

        foreach (var function in indexed.FunctionMetadataResults)
        {
            var loaded = (await _channel.AskAsync(new StreamingMessage
            {
                RequestId = $"load {function.Name}",
                FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.Name, Metadata = function },
            })).FunctionLoadResponse;
            WorkerException.ThrowIfFailed(loaded.Result);
        }
    }

    private async Task FailAtEndAsync()
    {
        await Ended;
        throw new WorkerProcessExitException();
    }
}
