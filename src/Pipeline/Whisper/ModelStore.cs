using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Whisper;

/// <summary>The models on this machine.</summary>
/// <param name="directory">Where they are.</param>
public sealed class ModelStore(string directory)
{
    /// <summary>Where they are.</summary>
    public string Folder { get; } = directory;

    /// <summary>Path of a model's file, whether it is there or not.</summary>
    public string PathOf(WhisperModel model) => Path.Combine(Folder, model.FileName);

    /// <summary>Whether it was downloaded to its end.</summary>
    public bool Has(WhisperModel model) => new FileInfo(PathOf(model)) is { Exists: true } file && file.Length == model.Bytes;

    /// <summary>Bytes of an unfinished download.</summary>
    public long PartBytes(WhisperModel model) => new FileInfo(PartOf(model)) is { Exists: true } part ? part.Length : 0;

    /// <summary>Deletes a model and what was begun of it; false when there was neither.</summary>
    public bool Remove(WhisperModel model)
    {
        var there = File.Exists(PathOf(model)) || File.Exists(PartOf(model));
        File.Delete(PathOf(model));
        File.Delete(PartOf(model));
        return there;
    }

    /// <summary>Path of the model that the settings name.</summary>
    internal static string PathOf(WhisperOptions options) =>
        ModelCatalogue.Find(options.Model) is { } model ? new ModelStore(options.Models).PathOf(model) : options.Model;

    /// <summary>What is wrong with the settings, or null.</summary>
    internal static string? Mistake(WhisperOptions options)
    {
        if (!Path.IsPathRooted(options.Models))
        {
            return $"engines.whisper.models is '{options.Models}'; it must be an absolute path.";
        }

        return ModelCatalogue.Find(options.Model) is null && !Path.IsPathRooted(options.Model)
            ? $"engines.whisper.model is '{options.Model}'; it must be one of {string.Join(", ", ModelCatalogue.All.Select(model => model.Name))}, or the absolute path of a ggml file."
            : null;
    }

    internal string PartOf(WhisperModel model) => PathOf(model) + ".part";
}
