using TransVox.TestKit;

namespace TransVox.LocalHost.Tests;

/// <summary>Mistakes in <c>transvox.json</c>, as an operator sees them: a line each, and no stack trace.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("{ \"concurrency\": { \"max_global_jobs\": \"many\" } }", "'many' at 'concurrency:max_global_jobs'")]
    [InlineData("{ \"concurrency\": { \"max_global_jobs\": 0 } }", "'concurrency:max_global_jobs' is 0; allowed is 1 to 1000.")]
    [InlineData("{ \"concurrency\": ", "transvox.json")]
    public async Task A_mistake_ends_the_host_with_a_line_that_names_it(string json, string expected)
    {
        var file = _folder.File("transvox.json");
        await File.WriteAllTextAsync(file, json);

        var result = await RunningProgram.RunAsync(
            "dotnet", [RepositoryPaths.Built("src/LocalHost", "transvox-host.dll")],
            new Dictionary<string, string?> { ["TRANSVOX_CONFIG"] = file, ["TRANSVOX_DATA"] = _folder.File("data"), ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" });

        Assert.Equal(78, result.ExitCode);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
