using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace TransVox.Functions.Tests;

/// <summary>The host in tests/FunctionsHost runs the extensions that the app names, in the versions that are deployed with it.</summary>
public sealed class ExtensionVersionTests
{
    // What the build packs for the host; versions as restored, where the worker's packages ask for some that were never published.
    private static readonly Dictionary<string, string> Deployed = Read(".azurefunctions/function.deps.json").GetProperty("libraries")
        .EnumerateObject().Select(library => library.Name.Split('/')).ToDictionary(parts => parts[0], parts => parts[1]);

    // Pinned centrally, transitive ones too: no other version can be restored for the host.
    private static readonly Dictionary<string, string> Pinned = XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion").ToDictionary(pin => pin.Attribute("Include")!.Value, pin => pin.Attribute("Version")!.Value);

    [Theory]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.DurableTask")]
    [InlineData("Microsoft.Azure.DurableTask.AzureStorage")]
    [InlineData("Microsoft.Azure.DurableTask.Core")]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.Storage.Blobs")]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.Storage.Queues")]
    public void The_host_of_the_tests_has_the_version_that_is_deployed(string package) => Assert.Equal(Deployed[package], Pinned[package]);

    [Fact]
    public void The_host_of_the_tests_has_every_extension_that_the_app_names()
    {
        var host = XDocument.Parse(Repository.Read("tests/FunctionsHost/TransVox.FunctionsHost.csproj"))
            .Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value).ToHashSet();
        var named = Read("extensions.json").GetProperty("extensions").EnumerateArray()
            .Select(extension => extension.GetProperty("typeName").GetString()!.Split(", ")[1])
            // Reads functions.metadata for the real host; the host of the tests reads it itself.
            .Where(assembly => assembly != "Microsoft.Azure.WebJobs.Extensions.FunctionMetadataLoader");

        Assert.Subset(host, named.ToHashSet());
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))).RootElement;
}
