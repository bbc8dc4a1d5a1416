using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransVox.Cli.Contract;

namespace TransVox.Cli.Upload;

/// <summary>What a submission asks for, as the fields of <c>POST /api/jobs</c>; unset ones are left to the service.</summary>
internal sealed record SubmitFields
{
    public required string TargetLanguage { get; init; }

    public string? SourceLanguage { get; init; }

    public string? Subtitles { get; init; }

    public string? Output { get; init; }

    public string? Voice { get; init; }

    public double? Speed { get; init; }

    public string? Priority { get; init; }

    public string? Profile { get; init; }

    public string? Pool { get; init; }

    public bool Review { get; init; }

    /// <summary>Text of a subtitle file to use instead of recognition.</summary>
    public string? SubtitleFile { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> ToPairs()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        Add("targetLanguage", TargetLanguage);
        Add("sourceLanguage", SourceLanguage);
        Add("subtitles", Subtitles);
        Add("output", Output);
        Add("voice", Voice);
        Add("speed", Speed?.ToString(CultureInfo.InvariantCulture));
        Add("priority", Priority);
        Add("profile", Profile);
        Add("pool", Pool);
        Add("review", Review ? "true" : null);
        Add("subtitleFile", SubtitleFile);
        return pairs;

        void Add(string name, string? value)
        {
            if (value is not null)
                pairs.Add(new(name, value));
        }
    }

    /// <summary>The form; the video is its last part, as the service wants it.</summary>
    public MultipartFormDataContent ToForm(SourceFile file, IProgress<long> progress)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in ToPairs())
            form.Add(new StringContent(value), name);
        // A name may hold quotes or line breaks; filename* carries it exactly, and the plain one is only there for its presence.
        var video = new FileContent(file.Path, 0, file.Length, progress.Report);
        form.Add(video, "video", SafeName(file.Name));
        video.Headers.ContentDisposition!.FileNameStar = file.Name;
        return form;
    }

    /// <summary>The JSON body for a video that was uploaded in blocks.</summary>
    public JsonContent ToJson(string uploadId, string fileName)
    {
        var body = new JsonObject { ["uploadId"] = uploadId, ["fileName"] = fileName };
        foreach (var (name, value) in ToPairs())
        {
            body[name] = name switch
            {
                "speed" => JsonValue.Create(Speed!.Value),
                "review" => JsonValue.Create(true),
                _ => JsonValue.Create(value),
            };
        }

        return JsonContent.Create(body, CliJson.Default.JsonObject);
    }

    private static string SafeName(string name) =>
        string.Concat(name.Select(c => c is < ' ' or '"' or '\\' or > '~' ? '_' : c));
}
