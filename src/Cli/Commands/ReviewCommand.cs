using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Http;
using TransVox.Cli.Output;
using TransVox.Cli.Review;

namespace TransVox.Cli.Commands;

/// <summary><c>review JOB</c>: shows the cues, or takes them through a file or an editor.</summary>
internal static class ReviewCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = JobArgument.One();
        var save = new Option<string?>("--save") { Description = "Write the cues to this file (.json, or text).", HelpName = "FILE" };
        var put = new Option<string?>("--put") { Description = "Send the cues of this file; refused when somebody changed them since --save.", HelpName = "FILE" };
        var edit = new Option<bool>("--edit") { Description = "Open the cues in $VISUAL or $EDITOR and send what was changed." };
        var force = new Option<bool>("--force") { Description = "With --put: whatever the version." };
        var approve = new Option<bool>("--approve") { Description = "After --put or --edit: approve, when nothing must be fixed." };
        var speak = new Option<int?>("--speak") { Description = "Hear this cue as the dub would say it: writes a WAV file.", HelpName = "CUE" };
        var text = new Option<string?>("--text") { Description = "With --speak: say this instead of the translation.", HelpName = "TEXT" };
        var output = new Option<string?>("--out", "-o") { Description = "With --speak: the file to write (default: cue-CUE.wav).", HelpName = "FILE" };
        var command = new Command("review", "Show or change the translated cues of a job that waits for review.");
        command.Arguments.Add(id);
        foreach (var option in (Option[])[save, put, edit, force, approve, speak, text, output])
            command.Options.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var ways = (parse.GetValue(save) is null ? 0 : 1) + (parse.GetValue(put) is null ? 0 : 1) + (parse.GetValue(edit) ? 1 : 0) + (parse.GetValue(speak) is null ? 0 : 1);
            if (ways > 1)
                throw new UsageException("Use one of --save, --put, --edit and --speak.");
            if (parse.GetValue(speak) is null && (parse.GetValue(text) ?? parse.GetValue(output)) is not null)
                throw new UsageException("--text and --out go with --speak.");
            using var client = globals.Client(parse);
            var review = new ReviewSession(client, globals.Terminal(parse), parse.GetRequiredValue(id));
            if (parse.GetValue(save) is { } target)
                return await review.SaveAsync(target, cancellationToken);
            if (parse.GetValue(put) is { } source)
                return await review.PutAsync(source, parse.GetValue(force), parse.GetValue(approve), cancellationToken);
            if (parse.GetValue(speak) is { } cue)
                return await review.SpeakAsync(cue, parse.GetValue(text), parse.GetValue(output) ?? $"cue-{cue}.wav", cancellationToken);
            if (parse.GetValue(edit))
                return await review.EditAsync(parse.GetValue(approve), cancellationToken);
            return await review.ShowAsync(cancellationToken);
        });
        return command;
    }

    private sealed class ReviewSession(TransVoxClient client, Terminal terminal, string jobId)
    {
        public async Task<int> ShowAsync(CancellationToken cancellationToken)
        {
            var document = await client.GetSubtitlesAsync(jobId, cancellationToken);
            terminal.Write(document, console => CueTables.Write(console, document));
            return ExitCodes.Ok;
        }

        public async Task<int> SaveAsync(string path, CancellationToken cancellationToken)
        {
            var document = await client.GetSubtitlesAsync(jobId, cancellationToken);
            await ReviewFiles.WriteAsync(path, document, jobId, cancellationToken);
            terminal.Write(document, console => console.MarkupLine($"{document.Cues.Count} cues in {Format.Safe(path)}"));
            return ExitCodes.Ok;
        }

        public async Task<int> SpeakAsync(int number, string? text, string path, CancellationToken cancellationToken)
        {
            var document = await client.GetSubtitlesAsync(jobId, cancellationToken);
            var cue = document.Cues.FirstOrDefault(cue => cue.Index == number)
                ?? throw new UsageException($"There is no cue {number}; 'transvox review {jobId}' shows them.");
            var sound = await client.SpeakAsync(jobId, text is null ? cue : cue with { Translation = text }, cancellationToken);
            await File.WriteAllBytesAsync(path, sound, cancellationToken);
            terminal.Write(new SpokenReport(jobId, number, path, sound.Length), console => console.MarkupLine($"Cue {number} in {Format.Safe(path)}"));
            return ExitCodes.Ok;
        }

        public async Task<int> PutAsync(string path, bool force, bool approve, CancellationToken cancellationToken)
        {
            var file = await ReviewFiles.ReadAsync(path, cancellationToken);
            var etag = force ? "*" : file.ETag;
            if (string.IsNullOrEmpty(etag))
                throw new UsageException($"{path} does not say which version it was made of; save it anew, or use --force.");
            return await SendAsync(file.Cues, etag, approve, cancellationToken);
        }

        public async Task<int> EditAsync(bool approve, CancellationToken cancellationToken)
        {
            var document = await client.GetSubtitlesAsync(jobId, cancellationToken);
            var folder = Directory.CreateTempSubdirectory("transvox-");
            var path = Path.Combine(folder.FullName, "review.txt");
            await ReviewFiles.WriteAsync(path, document, jobId, cancellationToken);
            var before = await File.ReadAllTextAsync(path, cancellationToken);
            await Editor.EditAsync(path, cancellationToken);
            var after = await File.ReadAllTextAsync(path, cancellationToken);
            int code;
            try
            {
                code = after == before && !approve
                    ? Unchanged()
                    : await SendAsync(ReviewText.Read(after).Cues, document.ETag, approve, cancellationToken);
            }
            catch (Exception e) when (e is ServiceException or UsageException)
            {
                // The user's work must survive a refusal.
                throw new UsageException($"{e.Message} Your text is in {path}; mend it and send it with --put.");
            }

            folder.Delete(recursive: true);
            return code;
        }

        private int Unchanged()
        {
            terminal.Line("Nothing was changed.");
            return ExitCodes.Ok;
        }

        private async Task<int> SendAsync(IReadOnlyList<Cue> cues, string etag, bool approve, CancellationToken cancellationToken)
        {
            var document = await client.PutSubtitlesAsync(jobId, cues, etag, cancellationToken);
            var blocking = document.Problems.Count(problem => problem.Blocking);
            if (!approve || blocking > 0)
            {
                terminal.Write(document, console => CueTables.WriteProblems(console, document));
                return blocking > 0 && approve
                    ? throw new UsageException($"Not approved: {blocking} problem(s) must be fixed first.")
                    : ExitCodes.Ok;
            }

            var job = await client.ApproveAsync(jobId, document.ETag, cancellationToken);
            return await NewJobs.ReportAsync(terminal, client, job, watch: false, cancellationToken);
        }
    }
}
