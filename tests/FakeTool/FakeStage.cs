using System.Globalization;
using System.Security.Cryptography;

namespace TransVox.FakeTool;

/// <summary>Plays a stage of the pipeline: logs start and end, waits, misbehaves on demand, writes outputs.</summary>
internal sealed class FakeStage(Dictionary<string, string> arguments, IReadOnlyList<string> outputs)
{
    private const int Interrupted = 130;
    private const int NoPlan = 65;
    private readonly string _stage = arguments["stage"];
    private readonly string _workDirectory = arguments["workdir"];

    public int Run()
    {
        var bytes = File.ReadAllBytes(arguments["plan"]);
        if (StagePlan.Read(bytes, _stage) is not { } plan)
        {
            Native.Print(2, "FAKE-ERROR unreadable_media");
            return NoPlan;
        }

        Log("start", plan, "");
        var code = Run(plan, bytes);
        Log("end", plan, code.ToString(CultureInfo.InvariantCulture));
        return code;
    }

    private int Run(StagePlan plan, byte[] bytes)
    {
        var misbehave = plan.Misbehaves && (plan.Times ?? (plan.CrashHost ? 1 : int.MaxValue)) >= CountRun(bytes);
        using var waiting = new Waiting(plan.IgnoreSignals);
        for (var i = 0; i < plan.Children; i++)
        {
            Forker.Start("sleep", "3600");
        }

        var memory = plan.MemoryMb > 0 ? Memory.Take(plan.MemoryMb) : null;
        if (Wait(plan, waiting))
        {
            return Interrupted;
        }

        GC.KeepAlive(memory);
        if (misbehave)
        {
            return Misbehave(plan, waiting);
        }

        new FakeOutputs(arguments, plan, bytes).Write(outputs, _workDirectory);
        return 0;
    }

    private static bool Wait(StagePlan plan, Waiting waiting)
    {
        const int Parts = 10;
        for (var part = 1; plan.Seconds > 0 && part <= Parts; part++)
        {
            if (waiting.For(TimeSpan.FromSeconds(plan.Seconds / Parts)))
            {
                return true;
            }

            Native.Print(1, string.Create(CultureInfo.InvariantCulture, $"progress {part * 100 / Parts}%"));
        }

        return false;
    }

    private int Misbehave(StagePlan plan, Waiting waiting)
    {
        if (plan.Message is { } message)
        {
            Native.Print(2, message);
        }

        if (plan.CrashHost)
        {
            _ = Native.kill(Native.getppid(), 9);
        }

        if (plan.Crash)
        {
            _ = Native.kill(Environment.ProcessId, 9);
        }

        if (plan.Hang)
        {
            return waiting.For(Timeout.InfiniteTimeSpan) ? Interrupted : 0;
        }

        Flood.Write(plan.Flood);
        if (plan.Half)
        {
            File.WriteAllText(Path.Combine(_workDirectory, outputs[0]), "{");
        }

        if (plan.Code is { } code)
        {
            Native.Print(2, "FAKE-ERROR " + code);
        }

        if (plan.OutOfMemory)
        {
            Native.Print(2, "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB");
        }

        if (plan.Busy)
        {
            Native.Print(2, "CUDA error: all CUDA-capable devices are busy or unavailable");
        }

        return plan.Exit != 0 || plan.Half || plan.NoOutput || plan.Flood > 0 ? plan.Exit : 1;
    }

    /// <summary>How often this stage of this plan ran, this time included; kept apart from the service under test.</summary>
    private int CountRun(byte[] bytes)
    {
        var directory = Environment.GetEnvironmentVariable("FAKETOOL_STATE") ?? Path.Combine(Path.GetTempPath(), "faketool-" + Environment.UserName);
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(bytes))[..24] + "-" + _stage);
        Native.AppendLine(path, "");
        return (int)new FileInfo(path).Length;
    }

    /// <summary>Time in microseconds, event, stage, process, plan, work directory, exit code; separated by tabs.</summary>
    private void Log(string what, StagePlan plan, string code)
    {
        if (Environment.GetEnvironmentVariable("FAKETOOL_LOG") is { Length: > 0 } path)
        {
            var micros = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            Native.AppendLine(path, string.Create(
                CultureInfo.InvariantCulture, $"{micros}\t{what}\t{_stage}\t{Environment.ProcessId}\t{plan.Id}\t{_workDirectory}\t{code}"));
        }
    }
}
