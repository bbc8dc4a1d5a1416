using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Containers and the local disk.</summary>
public sealed class StorageOptions
{
    [ConfigurationKeyName("input_container")]
    public string InputContainer { get; set; } = "input";

    [ConfigurationKeyName("output_container")]
    public string OutputContainer { get; set; } = "output";

    [ConfigurationKeyName("work_container")]
    public string WorkContainer { get; set; } = "work";

    [ConfigurationKeyName("system_container")]
    public string SystemContainer { get; set; } = "system";

    /// <summary>Directory for running stages and the cache; by default <c>transvox</c> in the system's temporary directory.</summary>
    [ConfigurationKeyName("local_directory")]
    public string? LocalDirectory { get; set; }

    /// <summary>Megabytes of stage results kept on the local disk, so that a stage need not download what the last one uploaded.</summary>
    [ConfigurationKeyName("cache_size_mb")]
    public int CacheSizeMb { get; set; } = 8192;

    /// <summary>Megabytes that have to be free on the local disk for a stage to begin and, on one machine, for a job to be taken.</summary>
    [ConfigurationKeyName("min_free_mb")]
    public int MinFreeMb { get; set; } = 1024;

    /// <summary>Hours for which an upload link is valid.</summary>
    [ConfigurationKeyName("upload_link_hours")]
    public double UploadLinkHours { get; set; } = 12;
}
