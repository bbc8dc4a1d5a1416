using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Xunit;
using YamlDotNet.Serialization;

namespace TransVox.Functions.Tests;

/// <summary>Every file that only Azure or a workflow reads goes through its real parser or compiler.</summary>
public sealed class InfrastructureTests
{
    public static TheoryData<string> JsonFiles() => new(Files("*.json", ".", "infra", "infra/modules"));

    public static TheoryData<string> Workflows() => new(Files("*.yml", ".github/workflows"));

    public static TheoryData<string> YamlFiles() => new([.. Files("*.yml", ".github/workflows"), "azure.yaml"]);

    [Theory]
    [MemberData(nameof(JsonFiles))]
    public void Json_parses(string path)
    {
        using var json = JsonDocument.Parse(Repository.Read(path));
        Assert.NotEqual(JsonValueKind.Undefined, json.RootElement.ValueKind);
    }

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void Yaml_parses(string path) =>
        Assert.NotEmpty(new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>>(Repository.Read(path)));

    [SkippableTheory]
    [InlineData("lint", "infra/**/*.bicep", 0)]
    [InlineData("build-params", "infra/presets/*.bicepparam", 3)]
    public async Task Bicep_compiles_without_a_warning(string command, string pattern, int results)
    {
        Skip.IfNot(File.Exists(Repository.Bicep), "The Bicep compiler's package is for Linux on x64.");
        // In a copy, since the compiler writes its results beside the sources.
        var copy = Directory.CreateTempSubdirectory("transvox-infra-");
        try
        {
            await CopyAsync("infra", copy.FullName);
            var errors = await RunBicepAsync(copy.FullName, command, pattern);
            Assert.Equal("", errors);
            var written = Directory.GetFiles(Path.Combine(copy.FullName, "infra", "presets"), "*.json");
            Assert.Equal(results, written.Length);
            Assert.All(written, file => JsonDocument.Parse(File.ReadAllText(file)).Dispose());
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public void No_template_keeps_or_hands_out_a_storage_key()
    {
        var files = Files("*.bicep", "infra", "infra/modules").ToDictionary(path => path, Repository.Read);

        Assert.All(files, file => Assert.DoesNotContain("AccountKey", file.Value, StringComparison.OrdinalIgnoreCase));
        var keys = Assert.Single(files, file => file.Value.Contains("listKeys", StringComparison.Ordinal));
        Assert.Equal("infra/events.bicep", keys.Key);
        Assert.Equal(2, files["infra/modules/storage.bicep"].Split("allowSharedKeyAccess: false").Length - 1);
    }

    [Fact]
    public void Local_settings_hold_no_secret()
    {
        var values = JsonDocument.Parse(Repository.Read("local.settings.json")).RootElement.GetProperty("Values");

        Assert.Equal("UseDevelopmentStorage=true", values.GetProperty("AzureWebJobsStorage").GetString());
        Assert.All(values.EnumerateObject(), value => Assert.DoesNotContain("key", value.Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Continuous integration restores in locked mode, which a project without a lock file would pass.</summary>
    [Fact]
    public void Every_project_has_its_lock_file()
    {
        var projects = Repository.Read("TransVox.Functions.sln").Split('"').Where(part => part.EndsWith(".csproj", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(projects);
        Assert.All(projects, project => Assert.True(File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(project.Replace('\\', '/'))!, "packages.lock.json")), project));
        Assert.Contains("--locked-mode", Repository.Read(".github/workflows/ci.yml"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_read_the_repository_and_nothing_else(string path)
    {
        var workflow = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(Repository.Read(path));
        var permissions = (Dictionary<object, object>)workflow["permissions"];

        // The token that is made for signing in to Azure holds no right to this repository.
        Assert.All(permissions, permission => Assert.True((permission.Key, permission.Value) is ("contents", "read") or ("id-token", "write"), $"{path}: {permission.Key}"));
        Assert.DoesNotContain("pull_request_target", Repository.Read(path), StringComparison.Ordinal);
    }

    private static async Task<string> RunBicepAsync(string folder, string command, string pattern)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        // Packages are unpacked without the executable bit.
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(Repository.Bicep, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var result = await Cli.Wrap(Repository.Bicep)
            .WithWorkingDirectory(folder)
            .WithArguments([command, "--pattern", pattern])
            .WithEnvironmentVariables(variables => variables.Set("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
        return result.ExitCode == 0 ? result.StandardError.Trim() : $"exit code {result.ExitCode}: {result.StandardError}{result.StandardOutput}";
    }

    private static async Task CopyAsync(string folder, string target)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, await File.ReadAllBytesAsync(file));
        }
    }

    private static IEnumerable<string> Files(string pattern, params string[] folders) => folders
        .Where(folder => Directory.Exists(Path.Combine(Repository.Root, folder)))
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern))
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
}
