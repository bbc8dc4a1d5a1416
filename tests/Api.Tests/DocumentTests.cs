using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;
using TransVox.Api.Options;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Configuration;
using TransVox.Pipeline.Configuration;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>What the pages of the documentation show of JSON and of the interface is what the code takes and answers.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Pages = [.. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "docs"), "*.md"), Path.Combine(RepositoryPaths.Root, "README.md")];

    public static TheoryData<string, string> Snippets()
    {
        var snippets = new TheoryData<string, string>();
        foreach (var page in Pages)
        {
            foreach (var (i, match) in Json().Matches(File.ReadAllText(page)).Index())
                snippets.Add($"{Path.GetFileName(page)} {i + 1}", match.Groups[1].Value);
        }

        return snippets;
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void JSON_that_is_shown_is_read(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        var members = document.RootElement.EnumerateObject().Select(member => member.Name).ToList();
        if (members.Contains("mediaSeconds"))
        {
            // Of the fake engine, which reads it with defaults for whatever is missing.
            Assert.True(document.RootElement.GetProperty("stages").EnumerateObject().All(stage => Enum.TryParse<Stage>(stage.Name, out _)));
        }
        else
        {
            var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
            Assert.All(members, member => Assert.Contains(member, OptionSections));
            Check<TransVoxOptions>(configuration, new TransVoxOptionsValidator(), unknown: false);
            Check<EngineOptions>(configuration.GetSection("engines"), null, unknown: true);
            Check<ApiOptions>(configuration.GetSection("api"), new ApiOptionsValidator(), unknown: true);
        }

        Assert.NotEmpty(name);
    }

    [Fact]
    public void Endpoints_that_are_named_are_there_and_each_is_named()
    {
        var named = Pages.Append(Path.Combine(RepositoryPaths.Root, "SECURITY.md")).SelectMany(page => Request().Matches(File.ReadAllText(page)).Select(match => (
            Page: Path.GetFileName(page), Method: match.Groups[1].Value, Path: match.Groups[2].Value.TrimEnd('.'))));
        Assert.All(named, request => Assert.True(
            request.Path.EndsWith('…') || RouteTable.At(Filled(request.Path)).Any(endpoint => endpoint.Name != "WebPage" && endpoint.Methods.Contains(request.Method)),
            $"{request.Page} names {request.Method} {request.Path}, which is no endpoint."));

        var page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "http.md"));
        // Rows that share the beginning of an address write the rest alone.
        Assert.All(
            ApiEndpoints.All.Where(endpoint => endpoint.Route.StartsWith("api/", StringComparison.Ordinal)),
            endpoint => Assert.True(
                page.Contains("/" + endpoint.Route.Replace("{**name}", "{name}", StringComparison.Ordinal).Replace("{*name}", "{name}", StringComparison.Ordinal), StringComparison.Ordinal)
                    || page.Contains($"`/{endpoint.Route.Split('/')[^1]}`", StringComparison.Ordinal),
                $"docs/http.md does not name {endpoint.Method} /{endpoint.Route}."));
    }

    private static readonly string[] OptionSections =
        [.. typeof(TransVoxOptions).GetProperties().Select(property => property.Name.ToLowerInvariant()), "engines", "api", "local_host"];

    private static string Filled(string path) => Parameter().Replace(path, "x");

    private static void Check<T>(IConfiguration section, IValidateOptions<T>? validator, bool unknown)
        where T : class, new()
    {
        var options = new T();
        section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = unknown);
        if (validator?.Validate(null, options) is { Succeeded: false } result)
            Assert.Fail(result.FailureMessage);
    }

    [GeneratedRegex(@"^```json\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex(@"`(?:[A-Z]+, )?(GET|POST|PUT|DELETE) (/(?:api|health|docs|openapi)[^`?\s]*)")]
    private static partial Regex Request();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
