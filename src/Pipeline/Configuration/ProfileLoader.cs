using System.Text.Json;
using System.Text.Json.Serialization;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>Reads profile files and puts the configuration on top.</summary>
public static class ProfileLoader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // A misspelt key must not silently do nothing.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Directory of the shipped profiles.</summary>
    public static string ShippedDirectory => Path.Combine(AppContext.BaseDirectory, "profiles");

    /// <summary>The profiles that submissions may name; the default first.</summary>
    public static IReadOnlyList<NamedProfile> NamesOf(EngineOptions options) => options.Profiles.Count > 0
        ? [.. options.Profiles]
        : [new NamedProfile { Name = Path.GetFileNameWithoutExtension(options.Profile), Profile = options.Profile }];

    /// <summary>A profile with the settings and stages of the options, and then its own, on top.</summary>
    /// <exception cref="InvalidDataException">No such profile, or not valid; the message names key and place.</exception>
    public static EngineProfile Load(EngineOptions options, NamedProfile named)
    {
        var path = PathOf(named.Profile);
        EngineProfile profile;
        try
        {
            profile = JsonSerializer.Deserialize<EngineProfile>(File.ReadAllText(path), Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"engines.profile: {Path.GetFileName(path)} is not valid: {e.Message}", e);
        }

        foreach (var (name, value) in options.Settings.Concat(named.Settings))
        {
            profile.Settings[name] = value;
        }

        foreach (var stage in EngineStages.All)
        {
            profile.Stages[stage] = profile.Stages.GetValueOrDefault(stage, new StageProfile())
                .With(options.Stages.GetValueOrDefault(stage)).With(named.Stages.GetValueOrDefault(stage));
        }

        return profile;
    }

    private static string PathOf(string profile)
    {
        if (Path.IsPathRooted(profile) && File.Exists(profile))
        {
            return profile;
        }

        var shipped = Directory.Exists(ShippedDirectory)
            ? Directory.EnumerateFiles(ShippedDirectory, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToList()
            : [];
        return shipped.Contains(profile)
            ? Path.Combine(ShippedDirectory, profile + ".json")
            : throw new InvalidDataException(
                $"engines.profile is '{profile}'; it must be one of {string.Join(", ", shipped)}, or the absolute path of a profile file.");
    }
}
