using TransVox.Orchestration.Sources;

namespace TransVox.Orchestration.Configuration;

/// <summary>Checks the hosts of <see cref="SourceOptions"/>.</summary>
internal static class SourceOptionsRules
{
    public static void Check(SourceOptions options, List<string> errors)
    {
        Hosts("source:allowed_hosts", options.AllowedHosts, errors);
        Hosts("source:yt_dlp:hosts", options.YtDlp.Hosts, errors);
        if (options.Enabled && options.AllowedHosts.Count == 0)
            errors.Add("'source:enabled' is true and 'source:allowed_hosts' is empty: name the hosts to fetch from, or '*' for every public one.");
        if (!options.YtDlp.Enabled)
            return;
        if (!options.Enabled)
            errors.Add("'source:yt_dlp:enabled' is true and 'source:enabled' is not: nothing would be fetched.");
        if (options.YtDlp.Hosts.Count == 0)
            errors.Add("'source:yt_dlp:enabled' is true and 'source:yt_dlp:hosts' is empty: name the hosts whose addresses go to it.");
        if (string.IsNullOrWhiteSpace(options.YtDlp.Path))
            errors.Add("'source:yt_dlp:path' is empty; it is the name of a program on PATH, or its absolute path.");
    }

    private static void Hosts(string key, IReadOnlyList<string> hosts, List<string> errors)
    {
        foreach (var host in hosts.Where(host => HostPattern.TryParse(host) is null))
            errors.Add($"'{key}' has '{host}'; a host is a name like media.example.com, '*.example.com' for all names below it, either with a port like ':8443', or '*'.");
    }
}
