using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>The configurations that docs/engines.md shows are ones that the service takes.</summary>
public sealed partial class DocumentedServersTests
{
    public static TheoryData<string> Names { get; } = [.. Sections().Keys];

    [Fact]
    public void There_are_at_least_five() => Assert.True(Sections().Count >= 5, string.Join(", ", Sections().Keys));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_documented_configuration_is_valid_and_offers_what_it_says(string server)
    {
        var engines = JsonNode.Parse(Sections()[server])!["engines"]!.AsObject();
        var settings = new List<(string, string)>();
        Flatten(engines, "", settings);
        await using var host = new PipelineHost([.. settings]);
        // Options are checked when they are first read.
        var catalogue = host.Stages.Catalogue;
        var target = catalogue.Targets?.First(offered => offered.Language != "en").Language ?? "es";
        host.Stages.Validate(new DubbingOptions { TargetLanguage = target, Voice = catalogue.VoicesOf(target)![0] });
        Assert.False(host.Stages.Describe(Stage.Translate, new DubbingOptions { TargetLanguage = target }).UsesGpu);
    }

    private static Dictionary<string, string> Sections() => Server().Matches(File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "docs", "engines.md")))
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static void Flatten(JsonNode? node, string key, List<(string, string)> into)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Flatten(value, key.Length == 0 ? name : $"{key}:{name}", into);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Flatten(items[i], $"{key}:{i}", into);
                }

                break;
            default:
                into.Add((key, node!.ToString()));
                break;
        }
    }

    [GeneratedRegex(@"^#### ([^\n]+)\n(?:(?!^#)[^\n]*\n)*?```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Server();
}
