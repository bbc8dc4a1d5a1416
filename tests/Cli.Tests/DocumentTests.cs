using System.Text.RegularExpressions;

namespace TransVox.Cli.Tests;

/// <summary>What the pages of the documentation lead to and name is there: files and headings, commands with their options, tests.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = RepositoryPaths.Root;

    private static readonly string[] Pages =
    [
        .. Directory.GetFiles(Root, "*.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.GetDirectories(Path.Combine(Root, "src")).SelectMany(project => Directory.GetFiles(project, "*.md")),
    ];

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var broken = Pages.SelectMany(page => Links().Matches(Code().Replace(File.ReadAllText(page), "")).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Leads(page, link))
            .Select(link => $"{Path.GetRelativePath(Root, page)}: {link}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_command_that_is_named_is_one_and_has_the_options_that_are_named()
    {
        var client = ClientCommands.Load();
        var launcher = File.ReadAllText(Path.Combine(Root, "transvox"));
        var mistakes = Pages.Where(page => !page.Contains($"{Path.DirectorySeparatorChar}adr{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(page => Named(File.ReadAllText(page)).Select(line => (Page: Path.GetRelativePath(Root, page), Line: line)))
            .Select(named => (named, Mistake: MistakeIn(named.Line, client, launcher)))
            .Where(found => found.Mistake is not null)
            .Select(found => $"{found.named.Page}: '{found.named.Line}': {found.Mistake}");

        Assert.Empty(mistakes);
    }

    [Fact]
    public void Every_command_of_the_client_has_its_row()
    {
        var rows = string.Join('\n', File.ReadLines(Path.Combine(Root, "docs", "cli.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)));

        Assert.All(ClientCommands.Load().Names, command => Assert.Matches($@"`{command}[ `]", rows));
    }

    [Fact]
    public async Task Shell_snippets_are_shell()
    {
        var snippets = Pages.SelectMany(page => Shell().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value)).ToList();
        Assert.NotEmpty(snippets);
        foreach (var snippet in snippets)
        {
            var result = await RunningProgram.RunAsync("bash", ["-n", "-c", snippet]);
            Assert.True(result.ExitCode == 0, result.Errors);
            Assert.All(
                NpmScript().Matches(snippet).Select(match => match.Groups[1].Value),
                script => Assert.Contains($"\"{script}\":", File.ReadAllText(Path.Combine(Root, "src", "Web", "package.json")), StringComparison.Ordinal));
        }
    }

    /// <summary>A claim of docs/security.md without its test is no more than a claim.</summary>
    [Fact]
    public void Every_test_that_is_named_is_one()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file)).ToList();
        var tests = sources.SelectMany(file => Test().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var classes = sources.Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.Ordinal);
        var named = TestName().Matches(File.ReadAllText(Path.Combine(Root, "docs", "security.md"))).ToList();

        Assert.True(named.Count > 50);
        Assert.All(named, match =>
        {
            if (match.Groups["class"].Success)
                Assert.Contains(match.Groups["class"].Value, classes);
            if (match.Groups["test"].Value.Split('…') is [{ Length: > 0 } start, .. var rest])
                Assert.Contains(tests, test => rest.Length == 0 ? test == start : test.StartsWith(start, StringComparison.Ordinal) && test.EndsWith(rest[^1], StringComparison.Ordinal));
        });
    }

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0])));
        if (!File.Exists(target) && !Directory.Exists(target))
            return false;
        return parts.Length == 1 || !target.EndsWith(".md", StringComparison.Ordinal)
            || Heading().Matches(Fence().Replace(File.ReadAllText(target), "")).Any(match => Anchor(match.Groups[1].Value) == parts[1]);
    }

    /// <summary>As GitHub makes it.</summary>
    private static string Anchor(string heading) => string.Concat(
        heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c));

    /// <summary>Command lines in code and in shell snippets, without what stands for something else.</summary>
    private static IEnumerable<string> Named(string page) => CommandLine().Matches(page).Select(match => match.Groups[1].Value)
        .SelectMany(line => line.Replace("\\|", "|", StringComparison.Ordinal).Split('|') is [var one] ? [one] : Array.Empty<string>())
        .Select(line => line.Split('#')[0].Trim())
        .Where(line => line.Length > 0 && !char.IsUpper(line[0]));

    private static string? MistakeIn(string line, ClientCommands client, string launcher)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var options = words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(option => option.TrimEnd('…', '.')).ToList();
        if (!Regex.IsMatch(launcher, $@"^  {Regex.Escape(words[0])}\b", RegexOptions.Multiline) || client.Names.Contains(words[0]))
            return client.MistakeIn(words);
        var script = Path.Combine(Root, "scripts", "lib", words[0] + ".sh");
        var known = launcher + (File.Exists(script) ? File.ReadAllText(script) : "");
        return options.Find(option => !known.Contains(option, StringComparison.Ordinal)) is { } missing ? $"there is no {missing}" : null;
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"(?:`|^)(?:\./)?transvox ((?:[^`\n])+)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^```(?:bash|sh)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex(@"npm run (\w+)")]
    private static partial Regex NpmScript();

    [GeneratedRegex(@"(?:Task|void) (\w+)\(")]
    private static partial Regex Test();

    [GeneratedRegex(@"`(?:(?<class>\w+Tests)\.)?(?<test>(?=[^`]*[a-z])[A-Z][a-zA-Z0-9]*(?:_[\w…]+)+)`|`(?<class>\w+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex("/(?:bin|obj)/")]
    private static partial Regex Built();
}
