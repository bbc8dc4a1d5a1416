using System.Runtime.InteropServices;
using System.Text;
using CliWrap;

namespace TransVox.TestKit;

/// <summary>A program that a test started: its output as it comes, signals, and its end. Disposing kills it with its children.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private readonly CancellationTokenSource _kill = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly CommandTask<CommandResult> _task;

    private RunningProgram(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment, string? folder)
    {
        _task = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder ?? RepositoryPaths.Root)
            .WithEnvironmentVariables(environment ?? new Dictionary<string, string?>())
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => Append(_output, line)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => Append(_errors, line)))
            .ExecuteAsync(_kill.Token);
    }

    public int ProcessId => _task.ProcessId;

    public bool HasEnded => _task.Task.IsCompleted;

    /// <summary>Standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>Standard error so far.</summary>
    public string Errors => Read(_errors);

    public static RunningProgram Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null) =>
        new(program, arguments, environment, folder);

    /// <summary>Runs to the end.</summary>
    public static async Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null, TimeSpan? within = null)
    {
        await using var running = Start(program, arguments, environment, folder);
        return await running.WaitAsync(within);
    }

    /// <summary>Sends a signal to this process alone.</summary>
    public void Signal(int signal)
    {
        if (Kill(ProcessId, signal) != 0 && !HasEnded)
            throw new InvalidOperationException($"Signal {signal} could not be sent to {ProcessId} (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Waits for the end.</summary>
    public async Task<ProgramResult> WaitAsync(TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(60);
        try
        {
            var result = await _task.Task.WaitAsync(limit);
            return new ProgramResult(result.ExitCode, Output, Errors);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The program did not end within {limit.TotalSeconds:0} s. Output so far:\n{Output}\n{Errors}");
        }
    }

    /// <summary>Waits for a line of output (standard or error) with this text.</summary>
    public Task WaitForOutputAsync(string text, TimeSpan? within = null) =>
        Eventually.IsTrueAsync($"'{text}' in the output", () => (Output + Errors).Contains(text, StringComparison.Ordinal), within);

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        try
        {
            await _task;
        }
        catch (OperationCanceledException)
        {
            // Killed, as intended.
        }

        _kill.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);

    private static void Append(StringBuilder text, string line)
    {
        lock (text)
            text.Append(line).Append('\n');
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
