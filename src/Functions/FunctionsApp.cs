using Azure.Core.Serialization;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Api;
using TransVox.Api.Telemetry;
using TransVox.Orchestration;
using TransVox.Orchestration.Health;
using TransVox.Pipeline;

namespace TransVox.Functions;

/// <summary>Wiring of the app.</summary>
public static class FunctionsApp
{
    public static IHostApplicationBuilder AddTransVox(this IHostApplicationBuilder builder)
    {
        AddConfiguration(builder.Configuration);
        AddDurable(builder.Services);
        AddTelemetry(builder);

        // A video may be larger than any limit of a web server; the API enforces the service's own, byte by byte.
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);

        builder.Services.AddTransVoxPipeline(builder.Configuration.GetSection("engines"));
        builder.Services.AddTransVoxOrchestration(builder.Configuration);
        builder.Services.AddSingleton(ApiHost.FromEnvironment(IsDeveloperMachine(builder)));
        builder.Services.AddTransVoxApi(builder.Configuration);
        builder.Services.AddSingleton<HttpFunctions>();
        builder.Services.AddSingleton<PoisonBlobs>();
        builder.Services.AddSingleton<MaintenanceTasks>();
        return builder;
    }

    // Core Tools: a development environment whose host name is this machine. Azure never has both.
    private static bool IsDeveloperMachine(IHostApplicationBuilder builder) =>
        builder.Environment.IsDevelopment()
        && builder.Configuration["WEBSITE_HOSTNAME"] is { } host
        && (host.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase) || host.StartsWith("127.0.0.1:", StringComparison.Ordinal));

    // Below everything else: app settings override the file.
    private static void AddConfiguration(IConfigurationBuilder configuration)
    {
        var file = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "transvox.json"), Optional = true };
        file.ResolveFileProvider();
        configuration.Sources.Insert(0, file);
    }

    private static void AddDurable(IServiceCollection services)
    {
        // One JSON form for inputs, outputs, events and entity state: the Durable extension takes the worker's serializer for all.
        services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<DurableClientSource>();
        services.AddSingleton<IDurableTaskClientProvider>(p => p.GetRequiredService<DurableClientSource>());
        services.AddSingleton<IHealthProbe, DurableProbe>();
    }

    private static void AddTelemetry(IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddTransVoxTelemetry(builder.Configuration).UseFunctionsWorkerDefaults();
        if (builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 } connection)
            return;
        telemetry.WithTransVoxTraces().UseAzureMonitorExporter(monitor =>
        {
            monitor.ConnectionString = connection;
            if (builder.Configuration["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] is { Length: > 0 })
                monitor.Credential = new DefaultAzureCredential();
        });
    }
}
