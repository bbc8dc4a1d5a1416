using System.Globalization;
using System.Text.Json;
using Polly;
using Polly.Retry;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>A server that does a stage: so many requests at a time, each with a time limit, asked again when that may help.</summary>
internal sealed class RemoteServer : IDisposable
{
    // What is longer is left to the job, which gives back what it holds while it waits.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(60);

    private readonly ResiliencePipeline _retries;
    private readonly SemaphoreSlim _gate;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly ServerKey _key;

    /// <param name="name">What it does, as in "The recognition server".</param>
    /// <param name="gate">Bounds the requests to this server, whoever sends them.</param>
    public RemoteServer(string name, ServerProfile profile, ServerKey key, SemaphoreSlim gate, HttpMessageHandler connections, TimeProvider time)
    {
        (Name, Profile, _key, _gate, _time) = (name, profile, key, gate, time);
        Address = new Uri(profile.Address!.TrimEnd('/') + "/");
        Requests = profile.Requests ?? 4;
        _limit = TimeSpan.FromSeconds(profile.AnswerSeconds ?? 600);
        Http = new HttpClient(new ServerHandler(name, key, profile.Query, connections), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _retries = Retries((profile.Attempts ?? 4) - 1, time);
    }

    public string Name { get; }

    public ServerProfile Profile { get; }

    /// <summary>Base address, with a slash at its end.</summary>
    public Uri Address { get; }

    /// <summary>Requests that it takes at a time.</summary>
    public int Requests { get; }

    /// <summary>What of its settings may change its answers.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"{Address}|{Profile.Model}|{Profile.Format}|{Profile.Temperature}|{Profile.MostSpeed}|{string.Join('&', (Profile.Query ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}"))}");

    /// <summary>Signs, bounds and judges every request.</summary>
    public HttpClient Http { get; }

    /// <summary>The key, when it is named and not there.</summary>
    public IEnumerable<string> Missing() => _key.Missing is { } missing ? [missing] : [];

    /// <summary>Asks, and asks again; what the answer used is counted.</summary>
    /// <param name="call">Makes a request of its own each time; throws <see cref="RemoteFailure"/> for an answer that cannot be used.</param>
    /// <exception cref="StageException">No request helped.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await AskOnceAsync(call, token), cancellationToken);
        }
        catch (RemoteFailure failure)
        {
            throw failure.Error;
        }
    }

    public void Dispose() => Http.Dispose();

    private static ResiliencePipeline Retries(int retries, TimeProvider time) => retries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retries,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is RemoteFailure { Again: true } failure && (failure.After ?? TimeSpan.Zero) <= MostWait),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = MostWait,
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as RemoteFailure)?.After),
            })
            .Build();

    private async Task<T> AskOnceAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            using var expiry = new CancellationTokenSource(_limit, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
            try
            {
                var answer = await call(either.Token);
                UseMeter.Add(new EngineUse(Requests: 1));
                return answer;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw RemoteFailure.Late(Name, _limit);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
            {
                // What client libraries make of an answer that is no JSON, or has other types and values than they know.
                throw RemoteFailure.Invalid(Name, "not with what its protocol says", e.Message);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
