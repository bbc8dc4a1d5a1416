using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using TransVox.Cli.Commands;
using TransVox.Cli.Http;
using TransVox.Cli.Output;

namespace TransVox.Cli;

/// <summary>The command line as a whole: commands, and the way from errors to messages and exit codes.</summary>
internal static class CliApplication
{
    public static string Version { get; } =
        typeof(CliApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static async Task<int> RunAsync(string[] args)
    {
        var globals = new GlobalOptions();
        var parse = CreateRoot(globals).Parse(args);
        var json = parse.GetValue(globals.Json);
        // A wrong option is told in one line; --help is there for the rest.
        if (parse.Action is ParseErrorAction error)
            error.ShowHelp = false;
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Ctrl-C ends waiting at once; whatever the service does goes on without this program.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
        };
        try
        {
            var code = await parse.InvokeAsync(configuration, CancellationToken.None);
            return parse.Action is ParseErrorAction ? ExitCodes.Usage : code;
        }
        catch (ServiceException e)
        {
            return Fail(json, e.ToBody(), e.ExitCode);
        }
        catch (UsageException e)
        {
            return Fail(json, new ErrorBody("usage", e.Message), ExitCodes.Usage);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(json, new ErrorBody("file", e.Message), ExitCodes.Usage);
        }
        catch (Exception e)
        {
            // The outermost boundary: a fault of this program gets an exit code of its own and enough text to report it.
            return Fail(json, new ErrorBody("internal", $"A fault of transvox {Version}: {e}"), ExitCodes.Internal);
        }
    }

    private static RootCommand CreateRoot(GlobalOptions globals)
    {
        var root = new RootCommand("Dub videos: submit them to a TransVox service, watch them, review the translation, download the result.");
        globals.AddTo(root);
        root.Subcommands.Add(SubmitCommand.Create(globals));
        root.Subcommands.Add(ListCommand.Create(globals));
        root.Subcommands.Add(ShowCommand.Create(globals));
        root.Subcommands.Add(TimelineCommand.Create(globals));
        root.Subcommands.Add(WatchCommand.Create(globals));
        root.Subcommands.Add(CancelCommand.Create(globals));
        root.Subcommands.Add(DeleteCommand.Create(globals));
        root.Subcommands.Add(RetryCommand.Create(globals));
        root.Subcommands.Add(ReviewCommand.Create(globals));
        root.Subcommands.Add(ApproveCommand.Create(globals));
        root.Subcommands.Add(GlossaryCommand.Create(globals));
        root.Subcommands.Add(ReviseCommand.Create(globals));
        root.Subcommands.Add(FilesCommand.Create(globals));
        root.Subcommands.Add(SampleCommand.Create(globals));
        root.Subcommands.Add(QueueCommand.Create(globals));
        root.Subcommands.Add(ForecastCommand.Create(globals));
        root.Subcommands.Add(MeCommand.Create(globals));
        root.Subcommands.Add(LanguagesCommand.Create(globals));
        root.Subcommands.Add(WebhooksCommand.Create(globals));
        root.Subcommands.Add(LimitsCommand.Create(globals));
        root.Subcommands.Add(UsersCommand.Create(globals));
        root.Subcommands.Add(KeysCommand.Create(globals));
        root.Subcommands.Add(PoolCommand.Create(globals));
        root.Subcommands.Add(QuarantineCommand.Create(globals));
        root.Subcommands.Add(AuditCommand.Create(globals));
        root.Subcommands.Add(ReapCommand.Create(globals));
        root.Subcommands.Add(MoveCommands.Export(globals));
        root.Subcommands.Add(MoveCommands.Import(globals));
        return root;
    }

    private static int Fail(bool json, ErrorBody error, int exitCode)
    {
        Terminal.WriteError(json, error);
        return exitCode;
    }
}
