using System.Globalization;

namespace TransVox.TestKit;

/// <summary>
/// The published Functions app, or another one, in the host of <c>tests/FunctionsHost</c>: one instance, on storage with blobs, queues and tables. Several
/// on one storage account are instances of one app.
/// </summary>
public sealed class FunctionsHostProcess : ServiceProcess
{
    /// <summary>Prefix of settings of the task hub's storage, over those of <c>host.json</c>.</summary>
    public const string StorageProvider = DurableTask + "storageProvider__";

    /// <summary>The same of all that the Durable extension reads.</summary>
    public const string DurableTask = "AzureFunctionsJobHost__extensions__durableTask__";

    private readonly string? _app;

    /// <inheritdoc cref="ServiceProcess(string, IReadOnlyDictionary{string, string}?, FakeEngines?)"/>
    /// <param name="app">Folder of another app than the product's, as it was built.</param>
    public FunctionsHostProcess(string storage, IReadOnlyDictionary<string, string>? settings = null, FakeEngines? engines = null, string? app = null)
        : base(storage, settings, engines)
    {
        _app = app;
        // What Azure sets; by the instance's id workers know their partitions.
        Default("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        Default("WEBSITE_HOSTNAME", $"127.0.0.1:{Port}");
        Default("WEBSITE_CURRENT_STAMPNAME", "test");
        Default("RoleInstanceId", $"{Port}");
        // What local.settings.json sets.
        Default("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        Default("DOTNET_ENVIRONMENT", "Development");
        Default("AzureWebJobs_VideoUploadedEvent_Disabled", "true");
        Default("api__dev_identity", "true");
        // One machine does all the work of a test, and nobody wants to wait: fewer partitions, shorter intervals, and messages of an
        // instance that lost a partition come back sooner.
        Default(StorageProvider + "partitionCount", "2");
        Default(StorageProvider + "maxQueuePollingInterval", "00:00:00.200");
        Default(StorageProvider + "controlQueueVisibilityTimeout", "00:01:00");
        Default(DurableTask + "maxConcurrentActivityFunctions", "16");
        Default("AzureFunctionsJobHost__logging__logLevel__default", "Warning");
        // Says of the timer that it ran.
        Default("AzureFunctionsJobHost__logging__logLevel__Function.Reaper", "Information");
    }

    protected override IReadOnlyList<string> Arguments =>
    [
        RepositoryPaths.Built("tests/FunctionsHost", "transvox-functions-host.dll"),
        _app ?? Path.GetDirectoryName(RepositoryPaths.Built("tests/FunctionsHost.Tests", "app/TransVox.Functions.dll"))!,
        $"{Port}",
    ];

    /// <summary>Whether a process belongs to this instance.</summary>
    public bool Owns(int process)
    {
        for (var id = process; id > 1; id = ParentOf(id))
        {
            if (id == ProcessId)
                return true;
        }

        return false;
    }

    /// <summary>The whole instance: host, worker and programs.</summary>
    public override Task KillAsync() => ForgetAsync(Program);

    /// <summary>Zero for a process that is gone.</summary>
    private static int ParentOf(int process)
    {
        try
        {
            // After the name in parentheses, which may hold anything: state, then the parent.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
