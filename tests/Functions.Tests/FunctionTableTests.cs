using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;
using TransVox.Functions.Triggers;
using TransVox.Orchestration;
using TransVox.Orchestration.Health;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Functions.Tests;

/// <summary>The functions of the app are complete: nothing that is registered or served lacks one, and none leads nowhere.</summary>
public sealed class FunctionTableTests : IDisposable
{
    private static readonly List<(string Name, Attribute Trigger)> Functions = typeof(FunctionsApp).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
        .Select(method => (method.GetCustomAttribute<FunctionAttribute>()!.Name, TriggerOf(method)))
        .ToList();

    private readonly ServiceProvider _services = CreateServices();

    public static TheoryData<Type> Ports() => new(typeof(IJobService), typeof(IAdminService), typeof(ISampleService), typeof(TransVox.Orchestration.Moves.MoveImporter), typeof(BlobIntake), typeof(IDurableTaskClientProvider), typeof(ApiDispatcher), typeof(MaintenanceTasks), typeof(PoisonBlobs));

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Names_are_unique() => Assert.Equal(Functions.Count, Functions.Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Every_endpoint_has_one_function_with_its_route_and_methods()
    {
        var http = Functions.Where(function => function.Trigger is HttpTriggerAttribute).ToDictionary(f => f.Name, f => (HttpTriggerAttribute)f.Trigger);

        Assert.Equal(ApiEndpoints.All.Select(endpoint => endpoint.Name).Order(), http.Keys.Order());
        Assert.All(ApiEndpoints.All, endpoint =>
        {
            var trigger = http[endpoint.Name];
            Assert.Equal(endpoint.Route, trigger.Route);
            Assert.Equal(endpoint.Methods, trigger.Methods);
            Assert.Equal(AuthorizationLevel.Anonymous, trigger.AuthLevel);
        });
    }

    // The host's router has no precedence of templates: the first function that fits answers, in the order of their names.
    [Fact]
    public void No_function_hides_the_route_of_another()
    {
        var inOrder = Functions.Where(function => function.Trigger is HttpTriggerAttribute)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Select(function => (function.Name, Trigger: (HttpTriggerAttribute)function.Trigger))
            .ToList();

        Assert.All(inOrder, function => Assert.All(function.Trigger.Methods!, method =>
        {
            var path = "/" + Regex.Replace(function.Trigger.Route!, @"\{\*?\w+\}", "x");
            Assert.Equal(function.Name, inOrder.First(other => other.Trigger.Methods!.Contains(method) && Fits(other.Trigger.Route!, path)).Name);
        }));
    }

    [Fact]
    public void Every_orchestrator_activity_and_entity_has_one_function()
    {
        var tasks = new DurableTaskRegistry().AddTransVoxTasks();

        Assert.Equal(tasks.GetOrchestrators().Select(o => o.Key.Name).Order(), NamesOf<OrchestrationTriggerAttribute>());
        Assert.Equal(tasks.GetActivities().Select(a => a.Key.Name).Order(), NamesOf<ActivityTriggerAttribute>());
        Assert.Equal(tasks.GetEntities().Select(e => e.Key.Name).Order(), NamesOf<EntityTriggerAttribute>());
    }

    [Fact]
    public void The_host_starts_orchestrations_in_their_version_and_leaves_those_of_later_releases_alone()
    {
        var durable = System.Text.Json.JsonDocument.Parse(Repository.Read("host.json")).RootElement.GetProperty("extensions").GetProperty("durableTask");

        Assert.Equal(
            [DurableTasks.Version, "CurrentOrOlder", "Reject"],
            new[] { "defaultVersion", "versionMatchStrategy", "versionFailureStrategy" }.Select(key => durable.GetProperty(key).GetString()));
    }

    [Fact]
    public void One_of_the_blob_triggers_is_disabled_where_the_other_is_needed()
    {
        var settings = System.Text.Json.JsonDocument.Parse(Repository.Read("local.settings.json")).RootElement.GetProperty("Values");

        Assert.Equal([BlobFunctions.Polling, BlobFunctions.EventDriven], NamesOf<BlobTriggerAttribute>());
        Assert.Equal("true", settings.GetProperty($"AzureWebJobs_{BlobFunctions.EventDriven}_Disabled").GetString());
        Assert.Equal("false", settings.GetProperty($"AzureWebJobs_{BlobFunctions.Polling}_Disabled").GetString());
        var azure = Repository.Read("infra/modules/settings.bicep");
        Assert.Contains($"AzureWebJobs_{BlobFunctions.Polling}_Disabled: 'true'", azure, StringComparison.Ordinal);
        Assert.Contains($"AzureWebJobs_{BlobFunctions.EventDriven}_Disabled: 'false'", azure, StringComparison.Ordinal);
        Assert.Contains($"functionName=Host.Functions.{BlobFunctions.EventDriven}&", Repository.Read("infra/events.bicep"), StringComparison.Ordinal);
    }

    [Fact]
    public void Readiness_asks_the_storage_the_durable_runtime_and_the_engines() =>
        Assert.Equal(["durable", "engines", "storage"], _services.GetServices<IHealthProbe>().Select(probe => probe.Name).Order());

    [Theory]
    [MemberData(nameof(Ports))]
    public void Services_that_functions_take_can_be_made(Type type) => Assert.NotNull(_services.GetRequiredService(type));

    private static IEnumerable<string> NamesOf<T>()
        where T : Attribute =>
        Functions.Where(function => function.Trigger is T).Select(function => function.Name).Order();

    private static bool Fits(string route, string path) => new TemplateMatcher(TemplateParser.Parse(route), []).TryMatch(path, []);

    private static Attribute TriggerOf(MethodInfo method) => Assert.Single(
        method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()),
        attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal));

    private static ServiceProvider CreateServices()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("AzureWebJobsStorage", "UseDevelopmentStorage=true")]);
        builder.AddTransVox();
        return builder.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }
}
