using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using DurableTask.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using TransVox.Api;
using TransVox.Api.Health;
using TransVox.Api.Telemetry;
using TransVox.LocalHost.Health;
using TransVox.LocalHost.Intake;
using TransVox.LocalHost.Maintenance;
using TransVox.LocalHost.Uploads;
using TransVox.Orchestration;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Health;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Telemetry;
using TransVox.Pipeline;

namespace TransVox.LocalHost;

/// <summary>Puts the one-machine host together.</summary>
internal static class HostSetup
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = HostCommands.IsCommand(args) ? [] : args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        HostConfiguration.AddTransVoxFile(builder.Configuration, Directory.GetCurrentDirectory());
        AddLogging(builder);
        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrWhiteSpace(urls))
            builder.WebHost.UseUrls(urls = HostAddresses.Default);

        var (options, data) = UseDataDirectory(builder.Configuration);
        var loopback = HostAddresses.AreLoopbackOnly(urls);
        // On a machine of one's own nobody should have to make a key first; anywhere else this has no effect.
        builder.Configuration["api:dev_identity"] ??= loopback ? "true" : "false";
        UploadOrigins.AllowStorage(builder.Configuration);
        AddServices(builder, options, data, ApiHost.FromEnvironment(loopback));

        var app = builder.Build();
        app.MapTransVoxApi();
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, data));
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, LocalHostOptions options, string data, ApiHost host)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddOptions<LocalHostOptions>().Bind(builder.Configuration.GetSection(LocalHostOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds + 10));
        services.AddTransVoxPipeline(builder.Configuration.GetSection("engines"));
        // Order of start: containers and left-overs, then the runtime, then what feeds it.
        services.AddSingleton<IJobSignal, EngineJobSignal>();
        services.AddSingleton(new ServiceInstances(IsSingle: true));
        services.AddTransVoxOrchestration(builder.Configuration);
        AddDurableTask(services, options, data);
        services.AddSingleton(host);
        services.AddTransVoxApi(builder.Configuration);
        var telemetry = services.AddTransVoxTelemetry(builder.Configuration);
        if (options.Prometheus is { } address)
            telemetry.WithMetrics(metrics => metrics.AddPrometheusHttpListener(o => (o.Host, o.Port) = (address.Host, address.Port)));
        services.AddDiskRoom(holdsJobs: true, data);
        services.AddSingleton<IHealthProbe, DiskSpaceProbe>();
        services.AddSingleton<IHealthProbe, DurableEngineProbe>();
        services.AddHostedService<StartupLimits>();
        services.AddHostedService<StartupPlaces>();
        services.AddHostedService<EmulatorCors>();
        services.AddHostedService<BlobWatcher>();
        services.AddHostedService<StartupSample>();
        AddPeriodic(services, "The reaper", _ => TimeSpan.FromSeconds(options.MaintenanceSeconds), p => p.GetRequiredService<ReaperRunner>().RunInPaceAsync);
        AddPeriodic(services, "The gauges", _ => TimeSpan.FromSeconds(15), p => p.GetRequiredService<QueueGauges>().LookAsync);
        AddPeriodic(services, "Retention", p => p.GetRequiredService<IOptions<TransVoxOptions>>().Value.Retention.Interval, p => p.GetRequiredService<RetentionRunner>().RunAsync);
    }

    private static void AddDurableTask(IServiceCollection services, LocalHostOptions options, string data)
    {
        services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks => tasks.AddTransVoxTasks());
            worker.Configure(o =>
            {
                o.DataConverter = DurableJson.Converter;
                o.Concurrency.MaximumConcurrentActivityWorkItems = options.MaxConcurrentActivities;
            });
            // What a later release began waits for a host of that release; what an earlier one began goes on.
            worker.UseVersioning(new()
            {
                Version = DurableTasks.Version,
                DefaultVersion = DurableTasks.Version,
                MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
            });
            worker.UseSqlite(o =>
            {
                o.StorePath = Path.Combine(data, "durable.db");
                o.StopGrace = TimeSpan.FromSeconds(options.ShutdownSeconds);
                // A backlog may be thousands of tickets long, and their rules are pure.
                o.ReplayableEntities.Add(SlotEntities.UserSlots);
                o.ReplayableEntities.Add(SlotEntities.GpuSlots);
            });
        });
        services.AddDurableTaskClient(client =>
        {
            client.Configure(o => o.DataConverter = DurableJson.Converter);
            client.UseDefaultVersion(DurableTasks.Version);
            client.UseSqlite().RegisterDirectly();
        });
    }

    private static void AddPeriodic(
        IServiceCollection services, string name, Func<IServiceProvider, TimeSpan> interval, Func<IServiceProvider, Func<CancellationToken, Task>> task) =>
        // Not AddHostedService: it takes a type once, and these are two of one type.
        services.AddSingleton<IHostedService>(p => new PeriodicTask(
            name, interval(p), task(p), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<PeriodicTask>>()));

    // One line an event with its time; the web server and Durable Task speak up only when something is wrong. Configuration may say otherwise.
    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] ??= "Warning";
        builder.Configuration["Logging:LogLevel:Microsoft.DurableTask"] ??= "Warning";
        builder.Logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            o.UseUtcTimestamp = true;
        });
    }

    /// <summary>Makes the data directory and puts into it whatever has no place of its own.</summary>
    public static (LocalHostOptions Options, string Data) UseDataDirectory(ConfigurationManager configuration)
    {
        if (configuration["TRANSVOX_DATA"] is { Length: > 0 } data)
            configuration[$"{LocalHostOptions.Section}:data_directory"] = data;
        var options = configuration.GetSection(LocalHostOptions.Section).Get<LocalHostOptions>() ?? new LocalHostOptions();
        var directory = Directory.CreateDirectory(Path.GetFullPath(options.DataDirectory)).FullName;
        configuration["storage:local_directory"] ??= Path.Combine(directory, "work");
        configuration["engines:whisper:models"] ??= Path.Combine(directory, "models");
        return (options, directory);
    }

    private static void Announce(WebApplication app, string data)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var development = app.Services.GetRequiredService<IOptions<Api.Options.ApiOptions>>().Value.DevIdentity
            && app.Services.GetRequiredService<ApiHost>().LoopbackOnly;
        LocalHostLog.Started(
            app.Logger, string.Join(" ", addresses), data, development ? "on, for this machine only" : "off");
    }
}
