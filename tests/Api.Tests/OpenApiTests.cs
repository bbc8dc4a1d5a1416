using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Api.Endpoints;
using TransVox.Api.OpenApi;
using TransVox.Api.Tests.Support;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>docs/openapi.json is what the code generates. <c>UPDATE_OPENAPI=1</c> writes it anew.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private WebApplication _app = null!;
    private JsonNode _generated = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddTransVoxApi(builder.Configuration).AddTransVoxOpenApi();
        _app = builder.Build();
        _app.DescribeTransVoxApi();
        _app.MapOpenApi("/generated/{documentName}.json");
        await _app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        _generated = JsonNode.Parse(await client.GetStringAsync("generated/v1.json"))!;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_committed_document_is_what_the_code_generates()
    {
        var path = Path.Combine(RepositoryPaths.Root, "docs", "openapi.json");
        var generated = _generated.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
            await File.WriteAllTextAsync(path, generated);
        Assert.True(generated == await File.ReadAllTextAsync(path), "docs/openapi.json is out of date: run this test with UPDATE_OPENAPI=1 and commit it.");
    }

    [Fact]
    public async Task Both_hosts_serve_the_committed_document()
    {
        await using var server = await ApiServer.StartAsync();
        var served = JsonNode.Parse(await server.Client.GetStringAsync("openapi/v1.json"))!;
        Assert.StartsWith("3.1", (string?)served["openapi"], StringComparison.Ordinal);
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "openapi.json")));
        Assert.True(JsonNode.DeepEquals(committed, served));
    }

    [Fact]
    public void Every_documented_endpoint_is_there_with_schemas_examples_and_errors()
    {
        var paths = _generated["paths"]!.AsObject();
        foreach (var endpoint in ApiEndpoints.All.Where(e => e.Docs.Summary is not null))
        {
            var operation = paths["/" + endpoint.Route.Replace("{*", "{", StringComparison.Ordinal)]?[endpoint.Method.ToLowerInvariant()];
            Assert.True(operation is not null, $"{endpoint.Name} is missing");
            Assert.Equal(endpoint.Name, (string?)operation["operationId"]);
            var answer = operation["responses"]![$"{endpoint.Docs.Status}"]!;
            if (endpoint.Docs.Answer is not null && endpoint.Docs.AnswerType is null)
            {
                Assert.True(answer["content"]!["application/json"]!["schema"] is not null, $"{endpoint.Name} has no schema");
                Assert.True(answer["content"]!["application/json"]!["example"] is not null, $"{endpoint.Name} has no example");
            }

            if (endpoint.Docs.Body is not null)
                Assert.True(operation["requestBody"]!["content"]!["application/json"]!["example"] is not null, $"{endpoint.Name} has no example of its body");
            if (endpoint.Access != ApiAccess.Anonymous)
                Assert.Equal("#/components/schemas/ApiProblem", (string?)operation["responses"]!["401"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]);
            foreach (var parameter in Regexes.RouteParameter().Matches(endpoint.Route).Select(m => m.Groups[1].Value))
                Assert.Contains(operation["parameters"]!.AsArray(), p => (string?)p!["name"] == parameter && (string?)p["in"] == "path");
        }
    }

    [Fact]
    public void The_form_of_a_submission_has_what_the_JSON_has_and_the_video_last()
    {
        var content = _generated["paths"]!["/api/jobs"]!["post"]!["requestBody"]!["content"]!;
        var form = content["multipart/form-data"]!["schema"]!;
        var names = form["properties"]!.AsObject().Select(p => p.Key).ToList();
        var body = _generated["components"]!["schemas"]!["SubmitBody"]!["properties"]!.AsObject().Select(p => p.Key);

        Assert.Equal("video", names[^1]);
        Assert.Equal(body.Except(["uploadId", "sourceUrl", "fileName"]).Order(), names.Except(["video"]).Order());
        Assert.Equal(["video"], form["required"]!.AsArray().Select(n => (string)n!).Order());
    }

    [Fact]
    public void The_groups_are_those_of_the_table()
    {
        var tags = _generated["tags"]!.AsArray().Select(t => (string?)t!["name"]);
        Assert.Equal(ApiEndpoints.All.Select(e => e.Docs).Where(d => d.Summary is not null).Select(d => d.Tag).Distinct().Order(), tags.Order());
    }

    [Fact]
    public void No_reference_in_the_document_leads_nowhere()
    {
        var document = _generated;
        var schemas = document["components"]!["schemas"]!.AsObject();
        var references = Regexes.Reference().Matches(document.ToJsonString()).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(references);
        Assert.All(references, name => Assert.True(schemas.ContainsKey(name), name));
    }
}
