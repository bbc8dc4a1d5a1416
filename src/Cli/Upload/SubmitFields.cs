using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransVox.Cli.Upload;

/// <summary>What a submission asks for, as the bodies that <c>POST /api/jobs</c> takes; what is unset is left to the service.</summary>
internal static class SubmitFields
{
    public static IReadOnlyList<KeyValuePair<string, string>> ToPairs(this SubmitMembers members) =>
        [.. ToObject(members with { SubtitleBytes = null }).Select(member => KeyValuePair.Create(member.Key, Text(member.Value!)))];

    /// <summary>The form; the video is its last part, as the service wants it.</summary>
    public static MultipartFormDataContent ToForm(this SubmitMembers members, SourceFile file, IProgress<long> progress)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in members.ToPairs())
            form.Add(new StringContent(value), name);
        if (members.SubtitleBytes is { } subtitles)
            form.Add(new ByteArrayContent(subtitles), "subtitleFile", "subtitles");
        // A name may hold quotes or line breaks; filename* carries it exactly, and the plain one is only there for its presence.
        var video = new FileContent(file.Path, 0, file.Length, progress.Report);
        form.Add(video, "video", SafeName(file.Name));
        video.Headers.ContentDisposition!.FileNameStar = file.Name;
        return form;
    }

    /// <summary>The JSON body for a video that was uploaded in blocks.</summary>
    public static JsonContent ToJson(this SubmitMembers members, string uploadId, string fileName)
    {
        var body = ToObject(members);
        body["uploadId"] = uploadId;
        body["fileName"] = fileName;
        return JsonContent.Create(body, options: CliJson.Options);
    }

    /// <summary>The JSON body for a video that the service fetches.</summary>
    public static JsonContent ToJson(this SubmitMembers members, Uri address)
    {
        var body = ToObject(members);
        body["sourceUrl"] = address.AbsoluteUri;
        return JsonContent.Create(body, options: CliJson.Options);
    }

    // Voices of speakers are one field, as JSON; several languages have commas between.
    private static string Text(JsonNode value) => value switch
    {
        JsonArray list => string.Join(',', list),
        JsonObject map => map.ToJsonString(),
        _ => value.ToString(),
    };

    private static JsonObject ToObject(SubmitMembers members)
    {
        var body = JsonSerializer.SerializeToNode(members, CliJson.Options)!.AsObject();
        // Idempotency keys are made of what was asked for, and nobody asked for no review.
        if (!members.Review)
            body.Remove("review");
        if (!members.Combine)
            body.Remove("combine");
        return body;
    }

    private static string SafeName(string name) =>
        string.Concat(name.Select(c => c is < ' ' or '"' or '\\' or > '~' ? '_' : c));
}
