using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration;
using Xunit;

namespace TransVox.Functions.Tests;

/// <summary>Alerts and charts read events of the log catalogue: whatever they name has to exist in the code.</summary>
public sealed partial class LogCatalogueTests
{
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
    public void A_query_names_an_event_and_fields_that_the_code_writes(string query)
    {
        var id = int.Parse(Assert.Single(EventId().Matches(query)).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(Catalogue.TryGetValue(id, out var message), $"No event {id} in the code.");
        var written = Field().Matches(message.Message).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var read = Read().Matches(query).Select(match => match.Groups[1].Value).Where(name => name != "EventId");
        Assert.All(read, name => Assert.Contains(name, written, StringComparer.OrdinalIgnoreCase));
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

    [GeneratedRegex(@"customDimensions\.(\w+)")]
    private static partial Regex Read();

    [GeneratedRegex(@"\{@?(\w+)(?::[^}]*)?\}")]
    private static partial Regex Field();
}
