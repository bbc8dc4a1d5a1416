using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>
/// <c>transvox.json</c>. <see cref="Concurrency"/> and <see cref="Limits"/> hold exactly the published keys; everything else has a
/// documented default (docs/configuration.md). The engines of the pipeline are bound by the pipeline.
/// </summary>
public sealed class TransVoxOptions
{
    [ConfigurationKeyName("concurrency")]
    public ConcurrencyOptions Concurrency { get; set; } = new();

    [ConfigurationKeyName("limits")]
    public LimitOptions Limits { get; set; } = new();

    [ConfigurationKeyName("scheduling")]
    public SchedulingOptions Scheduling { get; set; } = new();

    [ConfigurationKeyName("review")]
    public ReviewOptions Review { get; set; } = new();

    [ConfigurationKeyName("retry")]
    public RetryOptions Retry { get; set; } = new();

    [ConfigurationKeyName("retention")]
    public RetentionOptions Retention { get; set; } = new();

    [ConfigurationKeyName("storage")]
    public StorageOptions Storage { get; set; } = new();

    [ConfigurationKeyName("outbound")]
    public OutboundOptions Outbound { get; set; } = new();

    [ConfigurationKeyName("source")]
    public SourceOptions Source { get; set; } = new();

    [ConfigurationKeyName("sample")]
    public SampleOptions Sample { get; set; } = new();

    [ConfigurationKeyName("webhooks")]
    public WebhookOptions Webhooks { get; set; } = new();
}
