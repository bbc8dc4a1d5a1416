using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Containers and the local disk.</summary>
public sealed class StorageOptions
{
    /// <summary>Container of uploads; the four are different.</summary>
    [ConfigurationKeyName("input_container")]
    public string InputContainer { get; set; } = "input";

    /// <summary>Container of results.</summary>
    [ConfigurationKeyName("output_container")]
    public string OutputContainer { get; set; } = "output";

    /// <summary>Container of what stages leave for each other.</summary>
    [ConfigurationKeyName("work_container")]
    public string WorkContainer { get; set; } = "work";

    /// <summary>Container of the service's own records.</summary>
    [ConfigurationKeyName("system_container")]
    public string SystemContainer { get; set; } = "system";

    /// <summary>Folder of running stages and the cache; by default <c>transvox</c> in the system's temporary folder.</summary>
    [ConfigurationKeyName("local_directory")]
    public string? LocalDirectory { get; set; }

    /// <summary>Results kept on the local disk, so that a stage need not download what the last one uploaded.</summary>
    [ConfigurationKeyName("cache_size_mb")]
    [Range(0, 10_000_000)]
    public int CacheSizeMb { get; set; } = 8192;

    /// <summary>What has to be free on the local disk for a stage to begin and, on one machine, for a job to be taken.</summary>
    [ConfigurationKeyName("min_free_mb")]
    [Range(0, int.MaxValue)]
    public int MinFreeMb { get; set; } = 1024;

    /// <summary>How long an upload link is valid.</summary>
    [ConfigurationKeyName("upload_link_hours")]
    [Range(0.05, 168)]
    public double UploadLinkHours { get; set; } = 12;
}
