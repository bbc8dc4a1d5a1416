using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;
using TransVox.Cli.Upload;

namespace TransVox.Cli.Commands;

/// <summary><c>submit FILE…</c>: uploads videos, and on request watches the jobs and downloads their results.</summary>
internal static class SubmitCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var files = new Argument<string[]>("FILE") { Description = "Videos, folders with videos in them, or addresses (https://…) where the service fetches them.", Arity = ArgumentArity.OneOrMore };
        var options = new SubmitOptions();
        var watch = new Option<bool>("--watch", "-w") { Description = "Stay until every job has ended." };
        var output = new Option<string?>("--out", "-o") { Description = "Download the results to this folder (implies --watch).", HelpName = "DIR" };
        var key = new Option<string?>("--idempotency-key") { Description = "The same key submits the same file once (one file only).", HelpName = "KEY" };
        var fresh = new Option<bool>("--new") { Description = "Submit a batch anew, although the same files were submitted before." };
        var command = new Command("submit", "Submit videos. A folder, or several files, is a batch: run again, it goes on where it stopped and submits nothing twice.");
        command.Arguments.Add(files);
        options.AddTo(command);
        foreach (var option in (Option[])[watch, output, key, fresh])
            command.Options.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (found, isBatch) = SourceFiles.Find(parse.GetRequiredValue(files));
            var request = new SubmitRequest(
                found,
                await options.ReadAsync(parse, cancellationToken),
                isBatch && !parse.GetValue(fresh),
                parse.GetValue(key),
                parse.GetValue(watch) || parse.GetValue(output) is not null,
                parse.GetValue(output));
            if (request.IdempotencyKey is not null && found.Count > 1)
                throw new UsageException("--idempotency-key is for one file; a batch has keys of its own.");
            return await RunAsync(globals, parse, request, cancellationToken);
        });
        return command;
    }

    /// <summary>Submits what was asked for and shows what came of it.</summary>
    public static async Task<int> RunAsync(GlobalOptions globals, ParseResult parse, SubmitRequest request, CancellationToken cancellationToken)
    {
        var terminal = globals.Terminal(parse);
        var connection = globals.Connection(parse);
        using var client = new Http.TransVoxClient(connection.CreateHttpClient());
        using var storage = connection.CreateAnonymousClient();
        var blocks = new BlockUpload(client, storage, new UploadStateStore(UploadStateStore.DefaultFolder(), TimeProvider.System));
        var batch = new SubmitBatch(client, new Submitter(client, blocks, connection), request);
        var results = await JobDisplays.RunAsync(terminal, request.Files.Count > 1, jsonEvents: false, display => batch.RunAsync(display, cancellationToken));
        terminal.Write(new SubmitReport([.. results.Select(result => result.Entry)]), console => Show(console, terminal, results, request.Watch));
        return results.Select(result => result.ExitCode).DefaultIfEmpty(ExitCodes.Ok).Max();
    }

    private static void Show(IAnsiConsole console, Terminal terminal, IReadOnlyList<SubmitResult> results, bool watched)
    {
        foreach (var result in results)
        {
            if (result.Entry.Error is { } error)
                console.MarkupLine($"[red]not submitted[/] {Format.Safe(result.Entry.File)}: {Format.Safe(error.Message)} [dim]({Format.Safe(error.Code)})[/]{RetryHint(error)}");
            else if (watched)
                JobSummary.Write(terminal, result.Entry.Job!, result.Entry.Files ?? [], result.Wall);
            else
                console.MarkupLine($"{(result.Replayed ? "submitted before" : "submitted")} [bold]{Format.Safe(result.Entry.Job!.Id)}[/] {Format.Safe(result.Entry.File)} {Format.State(result.Entry.Job.State)} {JobTables.QueueText(result.Entry.Job.Queue)}".TrimEnd());
        }

        if (results.Any(result => result.Entry.Error is { Code: ErrorCodes.UnsupportedLanguage or ErrorCodes.UnsupportedPair or ErrorCodes.UnknownVoice }))
            console.MarkupLine("'transvox languages' shows all languages and voices.");
    }

    private static string RetryHint(ErrorBody error) =>
        error.RetryAfterSeconds is { } seconds ? $" Try again in about {Format.Duration(seconds)}." : "";
}
