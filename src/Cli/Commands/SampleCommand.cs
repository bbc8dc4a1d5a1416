using System.CommandLine;
using TransVox.Cli.Download;
using TransVox.Cli.Http;
using TransVox.Cli.Output;
using TransVox.Cli.Upload;

namespace TransVox.Cli.Commands;

/// <summary><c>sample</c>: the dub that the service shows everybody; <c>sample dub</c>: the same as a job of the caller.</summary>
internal static class SampleCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var output = new Option<string?>("--out", "-o") { Description = "Download the video and its dub to this folder.", HelpName = "DIR" };
        var command = new Command("sample", "Show the sample that the service has dubbed, and download it.");
        command.Options.Add(output);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var terminal = globals.Terminal(parse);
            using var client = globals.Client(parse);
            var sample = await client.GetSampleAsync(cancellationToken);
            if (parse.GetValue(output) is not { } folder)
            {
                terminal.Write(sample, console => JobTables.WriteJob(console, sample));
                return ExitCodes.Ok;
            }

            var downloader = new Downloader(client, TransVoxClient.SampleFileAddress);
            var paths = new List<string>(await downloader.RunAsync(sample, [], folder, cancellationToken));
            paths.Add(await downloader.DownloadAsync(TransVoxClient.SampleSource, sample.FileName, folder, cancellationToken));
            terminal.Write(new FileReport(sample.Id, sample.Outputs, paths), _ => paths.ForEach(path => terminal.Line(Format.Safe(path))));
            return ExitCodes.Ok;
        });
        command.Subcommands.Add(CreateDub(globals));
        return command;
    }

    private static Command CreateDub(GlobalOptions globals)
    {
        var watch = new Option<bool>("--watch", "-w") { Description = "Stay until the job has ended." };
        var output = new Option<string?>("--out", "-o") { Description = "Download the results to this folder (implies --watch).", HelpName = "DIR" };
        var command = new Command("dub", "Submit the video of the sample as a job of yours, with the same languages.");
        command.Options.Add(watch);
        command.Options.Add(output);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("transvox-sample-");
            try
            {
                using var client = globals.Client(parse);
                var sample = await client.GetSampleAsync(cancellationToken);
                var path = await new Downloader(client).DownloadAsync(TransVoxClient.SampleSource, "sample", folder.FullName, cancellationToken);
                var request = new SubmitRequest(
                    [new SourceFile(path, sample.FileName, sample.FileName, new FileInfo(path).Length)],
                    new SubmitMembers { SourceLanguage = sample.Options.SourceLanguage, TargetLanguage = sample.Options.TargetLanguage },
                    DeriveKeys: false,
                    IdempotencyKey: null,
                    parse.GetValue(watch) || parse.GetValue(output) is not null,
                    parse.GetValue(output));
                return await SubmitCommand.RunAsync(globals, parse, request, cancellationToken);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }
}
