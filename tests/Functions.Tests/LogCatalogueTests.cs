using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration;
using Xunit;

namespace TransVox.Functions.Tests;

/// <summary>Alerts and charts read events of the log catalogue and documented metrics: whatever they name has to exist.</summary>
public sealed partial class LogCatalogueTests
{
    /// <summary>.NET's own.</summary>
    private const string WorkingSet = "dotnet.process.memory.working_set";

    private static readonly Dictionary<int, LoggerMessageAttribute> Catalogue = new[] { typeof(FunctionsLog).Assembly, typeof(DurableJson).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>()
        .ToDictionary(message => message.EventId);

    public static TheoryData<string> Queries() => new(QueriesOf(JsonDocument.Parse(Repository.Read("infra/alerts.json")).RootElement)
        .Concat(QueriesOf(JsonDocument.Parse(Repository.Read("infra/workbook.json")).RootElement)));

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_names_what_the_service_writes(string query)
    {
        switch (query.Split(' ')[0])
        {
            case "traces":
                AssertEvent(query);
                break;
            case "customMetrics":
                AssertMetrics(query);
                break;
            default:
                Assert.StartsWith("requests |", query, StringComparison.Ordinal);
                break;
        }
    }

    [Fact]
    public void The_workbook_answers_what_the_dashboard_asks()
    {
        // What only Azure's triggers and instances can do.
        string[] onlyThere = ["Stages stopped by a host that went away", "Uploads given up"];
        var dashboard = JsonDocument.Parse(Repository.Read("infra/grafana.json")).RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("title").GetString()!);
        var workbook = JsonDocument.Parse(Repository.Read("infra/workbook.json")).RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("content")).Where(content => content.TryGetProperty("title", out _)).Select(content => content.GetProperty("title").GetString()!);

        Assert.Equal(dashboard.Concat(onlyThere), workbook);
    }

    private static void AssertEvent(string query)
    {
        var id = int.Parse(Assert.Single(EventId().Matches(query)).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(Catalogue.TryGetValue(id, out var message), $"No event {id} in the code.");
        var written = Field().Matches(message.Message).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var read = Read().Matches(query).Select(match => match.Groups[1].Value).Where(name => name != "EventId");
        Assert.All(read, name => Assert.Contains(name, written, StringComparer.OrdinalIgnoreCase));
    }

    private static void AssertMetrics(string query)
    {
        var catalogue = Repository.Read("docs/observability.md");
        var names = MetricName().Matches(query).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(names);
        Assert.All(names.Where(name => name != WorkingSet), name => Assert.Contains($"`{name}", catalogue, StringComparison.Ordinal));
        Assert.All(Dimension().Matches(query).Select(match => match.Groups[1].Value), name => Assert.Contains($"`{name}`", catalogue, StringComparison.Ordinal));
    }

    private static IEnumerable<string> QueriesOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property is { Name: "query", Value.ValueKind: JsonValueKind.String }
            ? [property.Value.GetString()!]
            : QueriesOf(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(QueriesOf),
        _ => [],
    };

    [GeneratedRegex(@"customDimensions\.EventId\) == '(\d+)'")]
    private static partial Regex EventId();

    [GeneratedRegex(@"'((?:transvox|dotnet)\.[a-z_.]+)'(?!\])")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"customDimensions\['([^']+)'\]")]
    private static partial Regex Dimension();

    [GeneratedRegex(@"customDimensions\.(\w+)")]
    private static partial Regex Read();

    [GeneratedRegex(@"\{@?(\w+)(?::[^}]*)?\}")]
    private static partial Regex Field();
}
