using System.Globalization;
using System.Text;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>The text of <c>log.txt</c>. Pure.</summary>
internal static class JobLogText
{
    public static string Create(JobRecord record, IReadOnlyDictionary<Stage, IReadOnlyList<string>> lines)
    {
        var text = new StringBuilder();
        var (request, status) = (record.Request, record.Status);
        Line(text, request.SubmittedAt, $"submitted: {request.Options.Output}, {request.Options.SourceLanguage}{(request.Options.TargetLanguage is { Length: > 0 } target ? " to " + target : "")}, {request.Source.Size} bytes, pool {request.Pool}");
        if (request.SourceUrl is not null)
            Line(text, request.SubmittedAt, $"from {request.SourceUrl}");
        if (request.BasedOn is not null)
            Line(text, request.SubmittedAt, $"based on job {request.BasedOn}");
        if (status.StartedAt is { } started)
            Line(text, started, $"first GPU lease after {(started - request.SubmittedAt).TotalSeconds:0.0} s");
        foreach (var stage in status.Stages)
        {
            if (stage.StartedAt is not { } began)
                continue;
            Line(text, began, $"{stage.Stage}: started (attempts: {stage.Attempts})");
            foreach (var line in lines.GetValueOrDefault(stage.Stage) ?? [])
                text.Append("    ").Append(line.ReplaceLineEndings(" ")).Append('\n');
            if (stage.EndedAt is { } ended)
                Line(text, ended, $"{stage.Stage}: {stage.State}{(stage.Reused ? ", results reused" : "")}, {stage.Seconds ?? 0:0.0} s, {stage.Engine}");
        }

        foreach (var warning in status.Warnings)
            text.Append("warning: ").Append(warning.ReplaceLineEndings(" ")).Append('\n');
        if (status.Error is { } error)
            text.Append("error: ").Append(error.Code).Append(": ").Append(error.Message.ReplaceLineEndings(" ")).Append('\n');
        Line(text, status.EndedAt ?? request.SubmittedAt, $"{status.State}, {status.GpuSeconds:0.0} s of GPU lease");
        return text.ToString();
    }

    /// <summary>Path of the manifest beside a stage's file, or null for a file that came with the request.</summary>
    public static string? ManifestOf(string blob)
    {
        var parts = blob.Split('/');
        return parts is [var user, var key, _, _] && key != "provided" ? Storage.BlobPaths.Manifest(user, key) : null;
    }

    private static void Line(StringBuilder text, DateTimeOffset at, FormattableString message) => text
        .Append(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture))
        .Append("Z  ")
        .Append(message.ToString(CultureInfo.InvariantCulture))
        .Append('\n');
}
