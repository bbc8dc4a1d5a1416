using System.Text.Json;

namespace TransVox.FunctionsHost;

/// <summary>What <c>dotnet publish</c> left in a folder, with the settings of this instance.</summary>
public sealed class PublishedApp
{
    // Where the real host puts host.json, so that app settings override it under the same names as on Azure.
    private const string HostJson = "AzureFunctionsJobHost";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public PublishedApp(string folder)
    {
        Folder = Path.GetFullPath(folder);
        var file = new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder, "host.json")).Build();
        Settings = new ConfigurationBuilder()
            .AddInMemoryCollection(file.AsEnumerable().Select(pair => KeyValuePair.Create($"{HostJson}:{pair.Key}", pair.Value)))
            .AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsConfigurationSection", (string?)HostJson)])
            .AddEnvironmentVariables()
            .Build();
        var functions = JsonSerializer.Deserialize<List<Function>>(File.ReadAllText(Path.Combine(Folder, "functions.metadata")), Web)!;
        // The real host tries routes in this order.
        All = [.. functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];
        Enabled = [.. All.Where(function => !IsDisabled(function.Name))];
    }

    public string Folder { get; }

    /// <summary><c>host.json</c>, and app settings over it.</summary>
    public IConfiguration Settings { get; }

    public IConfigurationSection Logging => Settings.GetSection($"{HostJson}:logging");

    public string RoutePrefix => Settings[$"{HostJson}:extensions:http:routePrefix"] ?? "api";

    public string Assembly => Path.Combine(Folder, All[0].ScriptFile);

    /// <summary>Every function, by name.</summary>
    public IReadOnlyList<Function> All { get; }

    /// <summary>Those that no app setting disables.</summary>
    public IReadOnlyList<Function> Enabled { get; }

    private bool IsDisabled(string name) =>
        Settings.GetValue<bool>($"AzureWebJobs.{name}.Disabled") || Settings.GetValue<bool>($"AzureWebJobs_{name}_Disabled");
}
