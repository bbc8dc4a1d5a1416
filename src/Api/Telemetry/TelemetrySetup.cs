using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TransVox.Pipeline;

namespace TransVox.Api.Telemetry;

/// <summary>OpenTelemetry as both hosts have it: what is collected, and OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a receiver.</summary>
public static class TelemetrySetup
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds it; a host adds what it exports to besides.</summary>
    public static IOpenTelemetryBuilder AddTransVoxTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var version = typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        IOpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("transvox", serviceVersion: version))
            .WithMetrics(metrics => metrics.AddMeter(Tracing.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation());
        return configuration[Endpoint] is { Length: > 0 } ? telemetry.WithTransVoxTraces().UseOtlpExporter() : telemetry;
    }

    /// <summary>Adds traces and logs, which are collected only where something exports them.</summary>
    public static IOpenTelemetryBuilder WithTransVoxTraces(this IOpenTelemetryBuilder telemetry) => telemetry
        .WithTracing(traces => traces
            .AddSource(Tracing.Name, "Microsoft.DurableTask")
            // Probes every few seconds, and streams that stay open as long as somebody looks at the page.
            .AddAspNetCoreInstrumentation(o => o.Filter = context => !context.Request.Path.StartsWithSegments("/health") && context.Request.Path.Value?.EndsWith("/events", StringComparison.Ordinal) != true)
            .AddHttpClientInstrumentation()
            .AddProcessor<OriginOnly>())
        .WithLogging(null, logs => logs.IncludeScopes = true);
}
