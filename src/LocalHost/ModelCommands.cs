using System.Globalization;
using TransVox.Pipeline.Whisper;

namespace TransVox.LocalHost;

/// <summary>
/// <c>models list | pull NAME [--from URL] | remove NAME</c>: the models of whisper.cpp on this machine. They need no running host and
/// no storage.
/// </summary>
internal sealed class ModelCommands(ModelStore store, HttpClient http, TextWriter output, TextWriter errors, bool interactive)
{
    public const string Usage = "Usage: transvox models list | pull NAME [--from URL] | remove NAME";

    /// <summary>Runs the command with the directory of the host's configuration, until Ctrl-C.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        HostConfiguration.AddTransVoxFile(configuration, Directory.GetCurrentDirectory());
        HostSetup.UseDataDirectory(configuration);
        var store = new ModelStore(Path.GetFullPath(configuration["engines:whisper:models"]!));
        using var http = new HttpClient();
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += onCancel;
        try
        {
            return await new ModelCommands(store, http, Console.Out, Console.Error, !Console.IsOutputRedirected).RunAsync(args, stop.Token);
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;
        }
    }

    /// <summary>Runs the command; the exit code is 0, 1 when it failed, 2 for bad usage, 130 when it was interrupted.</summary>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            return args switch
            {
                ["list"] => await ListAsync(),
                ["pull", var name] => await PullAsync(Known(name), cancellationToken),
                ["pull", var name, "--from", var url] => await PullAsync(At(Known(name), url), cancellationToken),
                ["remove", var name] => await RemoveAsync(Known(name)),
                _ => await FailAsync(Usage, 2),
            };
        }
        catch (ModelException e)
        {
            return await FailAsync(e.Message, 1);
        }
        catch (ArgumentException e)
        {
            return await FailAsync(e.Message, 2);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync("Interrupted. Run the same command again; it goes on where it stopped.", 130);
        }
    }

    private static WhisperModel Known(string name) => ModelCatalogue.Find(name)
        ?? throw new ArgumentException($"There is no model '{name}'. Models: {string.Join(", ", ModelCatalogue.All.Select(model => model.Name))}.");

    /// <summary>The same file from a mirror; its hash is still that of the catalogue.</summary>
    private static WhisperModel At(WhisperModel model, string url) =>
        Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var folder) && folder.Scheme is "http" or "https"
            ? model with { Address = new Uri(folder, model.FileName) }
            : throw new ArgumentException($"'{url}' is not the address of a folder; it looks like https://models.example.org/whisper.");

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    private async Task<int> ListAsync()
    {
        await output.WriteLineAsync($"Models of whisper.cpp in {store.Folder}:");
        foreach (var model in ModelCatalogue.All)
        {
            var state = store.Has(model) ? "here" : store.PartBytes(model) is > 0 and var part ? $"{Megabytes(part)} of it" : "";
            await output.WriteLineAsync(
                $"  {model.Name,-22}{Megabytes(model.Bytes),8}  {(model.IsMultilingual ? $"{model.Languages} languages" : "English"),-13}{model.License,-5}{state,-14}{model.Note}");
        }

        return 0;
    }

    private async Task<int> PullAsync(WhisperModel model, CancellationToken cancellationToken)
    {
        if (store.Has(model))
        {
            await output.WriteLineAsync($"{model.Name} is here already.");
            return 0;
        }

        await output.WriteLineAsync($"{model.Name}: {Megabytes(model.Bytes)} from {model.Address}, licence {model.License}");
        await new ModelDownload(http, store).RunAsync(model, new Meter(model, output, interactive), cancellationToken);
        await output.WriteLineAsync($"{model.Name} is here, and its SHA-256 is right.");
        return 0;
    }

    private async Task<int> RemoveAsync(WhisperModel model)
    {
        await output.WriteLineAsync(store.Remove(model) ? $"{model.Name} was removed." : $"{model.Name} is not here.");
        return 0;
    }

    private async Task<int> FailAsync(string message, int code)
    {
        await errors.WriteLineAsync(message);
        return code;
    }

    /// <summary>A line that is drawn over for people, a line every tenth for logs.</summary>
    private sealed class Meter(WhisperModel model, TextWriter output, bool interactive) : IProgress<long>
    {
        private int _told = -1;

        public void Report(long value)
        {
            var percent = (int)(100 * value / model.Bytes);
            var step = interactive ? percent : percent / 10;
            if (step <= _told)
            {
                return;
            }

            _told = step;
            var text = $"  {percent,3} %  {Megabytes(value)} of {Megabytes(model.Bytes)}";
            if (interactive && percent < 100)
            {
                output.Write("\r" + text);
            }
            else
            {
                output.WriteLine(interactive ? "\r" + text : text);
            }
        }
    }
}
