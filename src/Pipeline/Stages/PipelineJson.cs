using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransVox.Pipeline.Stages;

/// <summary>How artifacts are written as JSON: camelCase, enum values as names, text readable by people.</summary>
public static class PipelineJson
{
    /// <summary>The one set of options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Artifacts are files, not parts of a web page: letters of all languages stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads an artifact.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.OutputInvalid"/>: not what it should be.</exception>
    public static async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(file, Options, cancellationToken) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid,
                $"{Path.GetFileName(path)} is not a valid {typeof(T).Name}. Run the job again from the stage that writes it.",
                innerException: e);
        }
    }

    /// <summary>Writes an artifact under a temporary name, then renames it: a reader never sees half of it.</summary>
    public static async Task WriteAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        var partial = path + ".partial";
        await using (var file = File.Create(partial))
        {
            await JsonSerializer.SerializeAsync(file, value, Options, cancellationToken);
        }

        File.Move(partial, path, overwrite: true);
    }
}
