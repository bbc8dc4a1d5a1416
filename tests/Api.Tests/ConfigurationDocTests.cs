using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>The tables of docs/configuration.md are what the options' classes say. <c>UPDATE_DOCS=1</c> writes them anew.</summary>
public sealed class ConfigurationDocTests
{
    [Fact]
    public async Task The_page_is_what_the_options_say()
    {
        var path = Path.Combine(TestKit.RepositoryPaths.Root, "docs", "configuration.md");
        var written = await File.ReadAllTextAsync(path);

        var page = OptionTables.Into(written);

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(path, page);
        else
            Assert.True(page == written, "docs/configuration.md is out of date: run this test with UPDATE_DOCS=1 and commit it.");
    }

    [Fact]
    public void Every_option_says_what_it_means()
    {
        var rows = OptionTables.Rows();

        Assert.Contains(rows, row => row is { Key: "concurrency:max_global_jobs", Default: "3", Allowed: "1–1000" });
        Assert.Contains(rows, row => row is { Key: "scheduling:pools:{name}:job_cost", Default: "1" });
        Assert.Contains(rows, row => row is { Key: "api:events:heartbeat_seconds", Default: "15", Allowed: "0.05–120 s" });
        Assert.Equal(rows.Count, rows.Select(row => row.Key).Distinct().Count());
        Assert.All(rows, row => Assert.True(row.Meaning.Length > 10, $"{row.Key} has no summary."));
    }
}
