using System.Reflection;
using System.Text.RegularExpressions;
using TransVox.Orchestration.Jobs;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed partial class DocumentTests
{
    [Fact]
    public void The_drawing_of_the_states_is_the_table()
    {
        var drawn = Arrow().Matches(Read("docs/jobs.md"))
            .Select(m => (Enum.Parse<JobState>(m.Groups[1].Value), Enum.Parse<JobState>(m.Groups[2].Value)))
            .ToList();
        Assert.Equal(drawn.Count, drawn.Distinct().Count());
        Assert.Equal(JobTransitions.All.Select(t => (t.From, t.To)).Order(), drawn.Order());
    }

    [Fact]
    public void Every_state_is_reached_and_every_ending_is_one()
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            Assert.Equal(JobTransitions.IsTerminal(state), JobTransitions.All.All(t => t.From != state));
            Assert.True(state == JobState.Received || JobTransitions.All.Any(t => t.To == state));
        }
    }

    [Fact]
    public void Every_error_code_has_its_section()
    {
        var sections = Section().Matches(Read("docs/errors.md")).Select(m => m.Groups[1].Value).ToList();
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        Assert.Equal(codes.Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_and_every_project_of_the_architecture_is_there()
    {
        var page = Read("docs/architecture.md");
        var source = Path.Combine(RepositoryPaths.Root, "src");
        var files = Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(file => !Built().IsMatch(file))
            .ToLookup(file => Path.GetFileName(file));
        var named = SourceFile().Matches(page).Select(m => m.Value).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Single(files[name]));
        Assert.Equal(
            Directory.GetDirectories(source).Select(project => $"src/{Path.GetFileName(project)}").Order(StringComparer.Ordinal),
            Project().Matches(page).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryPaths.Root, path));

    [GeneratedRegex(@"^\s+(\w+) --> (\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"[\w-]+\.(?:cs|tsx?)\b")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"src/\w+(?:\.\w+)?")]
    private static partial Regex Project();

    /// <summary>What builds leave in a project's folder.</summary>
    [GeneratedRegex("/(?:bin|obj|dist|node_modules)/")]
    private static partial Regex Built();

    [GeneratedRegex("^### ([a-z_]+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
