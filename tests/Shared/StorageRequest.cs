using System.Text.RegularExpressions;

namespace TransVox.TestKit;

/// <summary>A request in the access log of <see cref="AzuriteServer"/>.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Resource">Address after the account's name, without the query.</param>
/// <param name="Status">HTTP status of the answer.</param>
public sealed partial record StorageRequest(string Method, string Resource, int Status)
{
    /// <summary>Whether it asks a queue for messages or looks after the partitions: that costs by time, not by jobs.</summary>
    public bool IsPoll => Kind.StartsWith("poll", StringComparison.Ordinal);

    /// <summary>Whether the Durable extension's own store was asked, and not the service's blobs.</summary>
    public bool IsTaskHub => Kind.StartsWith("hub", StringComparison.Ordinal);

    /// <summary>
    /// What it is for: <c>poll …</c>, <c>hub …</c> (messages, history, instances) or <c>media …</c> (container and first part of the
    /// blob's name), with the method where one says nothing yet.
    /// </summary>
    public string Kind => Resource switch
    {
        _ when Resource.EndsWith("/messages", StringComparison.Ordinal) => Method switch
        {
            "GET" => "poll messages",
            _ => $"hub message put ({(IsControl ? "control" : IsWorkItem ? "work item" : "other")})",
        },
        _ when Resource.Contains("/messages/", StringComparison.Ordinal) => Method == "DELETE" ? "hub message deleted" : "hub message renewed",
        _ when Resource.Contains("Partitions", StringComparison.Ordinal) || Resource.Contains("-leases", StringComparison.Ordinal) || Resource.Contains("-applease", StringComparison.Ordinal) || Resource.StartsWith("azure-webjobs", StringComparison.Ordinal) => "poll partitions and locks",
        _ when Resource.Contains("-control-", StringComparison.Ordinal) || IsWorkItem || Resource.StartsWith("webjobs-", StringComparison.Ordinal) || Resource.StartsWith("Tables", StringComparison.Ordinal) => "poll queues and tables looked after",
        "$batch" => "hub history written",
        _ when Resource.Contains("History", StringComparison.Ordinal) => Method == "GET" ? "hub history read" : "hub history written",
        _ when Resource.Contains("Instances", StringComparison.Ordinal) => Method == "GET" ? "hub instance read" : "hub instance written",
        _ when Resource.Contains("-largemessages", StringComparison.Ordinal) => "hub large message",
        _ => $"media {Area} {Method}",
    };

    private bool IsControl => Resource.Contains("-control-", StringComparison.Ordinal);

    private bool IsWorkItem => Resource.Contains("-workitems", StringComparison.Ordinal);

    private string Area
    {
        get
        {
            var parts = Resource.Split('/');
            return parts switch
            {
                ["system", var name] => $"system/{name}",
                ["system", var folder, ..] => $"system/{folder}/",
                ["work", .., var name] => $"work/{(name == "manifest.json" ? name : "")}",
                [var container, ..] => $"{container}/",
                _ => "",
            };
        }
    }

    /// <summary>The requests of a log, other lines left out.</summary>
    public static IReadOnlyList<StorageRequest> ReadLog(string log) =>
        [.. Line().Matches(log).Select(line => new StorageRequest(
            line.Groups["method"].Value,
            Uri.UnescapeDataString(line.Groups["resource"].Value),
            int.Parse(line.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture)))];

    [GeneratedRegex("\"(?<method>[A-Z]+) /devstoreaccount1/?(?<resource>[^ ?]*)[^ ]* HTTP/1.1\" (?<status>\\d{3}) ")]
    private static partial Regex Line();
}
