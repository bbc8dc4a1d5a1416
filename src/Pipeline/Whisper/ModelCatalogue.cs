using System.Text.Json;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Whisper;

/// <summary>The Whisper models that this version knows: a resource of the program.</summary>
public static class ModelCatalogue
{
    /// <summary>All of them, the smallest first.</summary>
    public static IReadOnlyList<WhisperModel> All { get; } = Load();

    /// <summary>The model of a name, or null.</summary>
    public static WhisperModel? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    private static List<WhisperModel> Load()
    {
        using var resource = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("models.json")!;
        var file = JsonSerializer.Deserialize<CatalogueFile>(resource, PipelineJson.Options)!;
        return [.. file.Models.Select(model => new WhisperModel(
            model.Name, new Uri(file.Base, $"ggml-{model.Name}.bin"), model.Bytes, model.Sha256, file.License, model.Languages, model.Note))];
    }

    private sealed record CatalogueFile(Uri Base, string License, IReadOnlyList<Entry> Models);

    private sealed record Entry(string Name, long Bytes, string Sha256, string Languages, string Note);
}
