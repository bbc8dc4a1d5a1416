using System.Text.Json;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Xunit;
using YamlDotNet.Serialization;

namespace TransVox.Functions.Tests;

/// <summary>Alerts of Azure and of a one-machine host: each has its part of docs/runbook.md, and what it reads is measured.</summary>
public sealed partial class AlertTests
{
    private static readonly string Runbook = Repository.Read("docs/runbook.md");

    [Fact]
    public void Every_alert_has_its_part_of_the_runbook_and_no_part_is_of_none()
    {
        var parts = Part().Matches(Runbook).Select(match => match.Groups[1].Value).ToList();
        var azure = JsonDocument.Parse(Repository.Read("infra/alerts.json")).RootElement.EnumerateArray().Select(rule => rule.GetProperty("name").GetString()!);
        var local = Rules().Select(rule => rule.Runbook).ToList();

        Assert.All(local, link => Assert.StartsWith("docs/runbook.md#", link, StringComparison.Ordinal));
        Assert.Equal(parts.Order(StringComparer.Ordinal), azure.Concat(local.Select(link => link.Split('#')[1])).Distinct().Order(StringComparer.Ordinal));
        Assert.All(parts, part => Assert.Matches($@"### {part}\n\n(?:.|\n)+?\*\*Look at\*\*(?:.|\n)+?\*\*Do\*\*", Runbook));
        Assert.All(Rules(), rule => Assert.Contains(rule.Name, Runbook[Runbook.IndexOf($"### {rule.Runbook.Split('#')[1]}\n", StringComparison.Ordinal)..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("infra/alerts.yml")]
    [InlineData("infra/grafana.json")]
    public void Every_metric_that_is_read_is_measured(string file)
    {
        var measured = Row().Matches(Repository.Read("docs/observability.md")).Select(match => match.Groups[1].Value.Replace('.', '_')).ToList();
        var read = Metric().Matches(Repository.Read(file)).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(read);
        // What Prometheus puts behind a name: units and kinds.
        Assert.All(read, name => Assert.Contains(measured, known => name == known || Regex.IsMatch(name, $"^{known}(_seconds|_bytes)?(_total|_bucket|_count|_sum)?$")));
    }

    [SkippableFact]
    public async Task Rules_fire_when_they_should_and_not_before()
    {
        Skip.IfNot(File.Exists("/usr/bin/promtool"), "Prometheus is not installed (./transvox up --observe installs it).");
        var folder = Directory.CreateTempSubdirectory("transvox-alerts-");
        try
        {
            File.Copy(Path.Combine(Repository.Root, "infra", "alerts.yml"), Path.Combine(folder.FullName, "alerts.yml"));
            File.Copy(Path.Combine(Repository.Root, "tests", "Functions.Tests", "alerts.test.yml"), Path.Combine(folder.FullName, "alerts.test.yml"));
            var result = await Cli.Wrap("/usr/bin/promtool").WithArguments(["test", "rules", "alerts.test.yml"]).WithWorkingDirectory(folder.FullName)
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
            Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
            var tested = Repository.Read("tests/Functions.Tests/alerts.test.yml");
            Assert.All(Rules(), rule => Assert.Contains($"alertname: {rule.Name}", tested, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<(string Name, string Runbook)> Rules()
    {
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(Repository.Read("infra/alerts.yml"));
        return [.. ((List<object>)file["groups"][0]["rules"]).Cast<Dictionary<object, object>>().Select(rule =>
            ((string)rule["alert"], (string)((Dictionary<object, object>)rule["annotations"])["runbook"]))];
    }

    [GeneratedRegex(@"^### ([a-z-]+)$", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\| `(transvox\.[\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\btransvox_(?!pool\b|job_state\b|stage\b(?!_)|reused\b)[a-z_]+")]
    private static partial Regex Metric();
}
