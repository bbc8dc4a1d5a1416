using System.ComponentModel.DataAnnotations;

namespace TransVox.LocalHost;

/// <summary>Settings of the one-machine host; section <c>local_host</c> of <c>transvox.json</c>.</summary>
public sealed class LocalHostOptions
{
    public const string Section = "local_host";

    /// <summary>Folder of the durable store, temporary files and caches; <c>TRANSVOX_DATA</c> overrides it.</summary>
    [ConfigurationKeyName("data_directory")]
    [Required]
    public string DataDirectory { get; set; } = ".transvox";

    /// <summary>Seconds between looks into the input container.</summary>
    [ConfigurationKeyName("blob_poll_seconds")]
    [Range(0.1, 60)]
    public double BlobPollSeconds { get; set; } = 1;

    /// <summary>Seconds between runs of the reaper.</summary>
    [ConfigurationKeyName("maintenance_seconds")]
    [Range(1, 300)]
    public double MaintenanceSeconds { get; set; } = 10;

    /// <summary>Seconds that running stages get to stop when the host stops.</summary>
    [ConfigurationKeyName("shutdown_seconds")]
    [Range(1, 600)]
    public double ShutdownSeconds { get; set; } = 20;

    /// <summary>
    /// Activities that may run at once, those too that wait for a media program's turn: many more than work, so that a stage with a
    /// GPU lease never waits behind them. Leases bound the GPU stages, <c>concurrency:media_stages</c> the media programs.
    /// </summary>
    [ConfigurationKeyName("max_concurrent_activities")]
    [Range(1, 1000)]
    public int MaxConcurrentActivities { get; set; } = 256;

    /// <summary>
    /// Address at which Prometheus finds <c>/metrics</c>, such as <c>http://localhost:9464/</c>; nothing listens without. Apart from the service's
    /// own, so that metrics are open to whoever may reach that address and to nobody else.
    /// </summary>
    [ConfigurationKeyName("prometheus")]
    public Uri? Prometheus { get; set; }
}
