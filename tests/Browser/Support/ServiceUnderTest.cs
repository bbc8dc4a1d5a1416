using System.Text.Json;
using TransVox.TestKit;

namespace TransVox.Browser.Support;

/// <summary>The service that the page talks to: the real one-machine host, ended with the tests.</summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _data;
    private readonly RunningProgram _host;

    private ServiceUnderTest(TemporaryFolder data, RunningProgram host, Uri url) => (_data, _host, Url) = (data, host, url);

    public Uri Url { get; }

    /// <param name="storage">Connection string of the storage.</param>
    /// <param name="profile"><c>fake</c>: uploads are plans of how the stages behave; <c>embedded</c>: uploads are videos.</param>
    public static async Task<ServiceUnderTest> StartAsync(string storage, string profile)
    {
        var data = new TemporaryFolder();
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var host = RunningProgram.Start("dotnet", [RepositoryPaths.Built("src/LocalHost", "transvox-host.dll")], new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = url.ToString(),
            ["TRANSVOX_DATA"] = data.File("data"),
            ["TRANSVOX_CONFIG"] = data.Write("transvox.json", Configuration(profile)),
            ["AzureWebJobsStorage"] = storage,
            ["FAKETOOL_STATE"] = data.File("fake"),
        });
        var service = new ServiceUnderTest(data, host, url);
        try
        {
            using var http = new HttpClient { BaseAddress = url };
            await Eventually.IsTrueAsync("the service is ready", () => IsReadyAsync(http, host), TimeSpan.FromSeconds(120));
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }

        return service;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_host.HasEnded)
            _host.Signal(RunningProgram.SigTerm);
        await _host.WaitAsync(TimeSpan.FromSeconds(60));
        await _host.DisposeAsync();
        _data.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, RunningProgram host)
    {
        if (host.HasEnded)
            throw new InvalidOperationException($"The host ended: {host.Output}{host.Errors}");
        try
        {
            using var response = await http.GetAsync("/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Generous limits, and short waits before a stage runs again; containers by profile, since both share a storage.</summary>
    private static string Configuration(string profile) => JsonSerializer.Serialize(new
    {
        concurrency = new { max_global_jobs = 2, max_jobs_per_user = 2, queue_timeout = 3600, enable_priority = true },
        limits = new { max_video_size_mb = 2048, max_video_duration_minutes = 60, max_queue_size = 100 },
        retry = new { max_attempts = 2, first_delay_seconds = 0.2, max_delay_seconds = 1 },
        storage = new
        {
            input_container = $"input-{profile}",
            output_container = $"output-{profile}",
            work_container = $"work-{profile}",
            system_container = $"system-{profile}",
        },
        engines = new
        {
            profile,
            settings = new { faketool = Path.ChangeExtension(RepositoryPaths.Built("tests/FakeTool", "faketool.dll"), null) },
            passEnvironment = new[] { "FAKETOOL_STATE" },
        },
    });
}
