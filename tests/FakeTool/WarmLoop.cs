using System.Text.Json;

namespace TransVox.FakeTool;

/// <summary>Speaks the protocol of warm programs: a JSON line per job in, JSON lines out.</summary>
internal static class WarmLoop
{
    /// <param name="loading">What it takes until the program is ready.</param>
    public static int Run(TimeSpan loading)
    {
        if (Environment.GetEnvironmentVariable("FAKETOOL_LOG") is { Length: > 0 } log)
        {
            Native.AppendLine(log, $"warm\t{Environment.ProcessId}");
        }

        Native.Print(1, "loading the model");
        using (var load = new Waiting(ignoreSignals: false))
        {
            if (load.For(loading))
            {
                return 130;
            }
        }

        Native.Print(1, """{"ready":true,"engine":"fake-warm 1"}""");
        while (Console.In.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var job = document.RootElement;
            var id = job.GetProperty("id").GetString()!;
            var inputs = job.GetProperty("inputs").EnumerateObject().ToDictionary(input => input.Name, input => input.Value.GetString()!);
            var bytes = File.ReadAllBytes(inputs["source"]);
            var stage = job.GetProperty("stage").GetString()!;
            Native.Print(1, Answer(job, id, stage, inputs, bytes));
        }

        return 0;
    }

    private static string Answer(JsonElement job, string id, string stage, Dictionary<string, string> inputs, byte[] bytes)
    {
        if (StagePlan.Read(bytes, stage) is not { } plan)
        {
            return $$"""{"id":"{{id}}","ok":false,"code":"unreadable_media","error":"no plan"}""";
        }

        if (plan.Crash)
        {
            _ = Native.kill(Environment.ProcessId, 9);
        }

        using var waiting = new Waiting(plan.IgnoreSignals);
        if (plan.Hang || plan.Seconds > 0)
        {
            Native.Print(1, $$"""{"id":"{{id}}","progress":0.5}""");
            if (waiting.For(plan.Hang ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(plan.Seconds)))
            {
                Environment.Exit(130);
            }
        }

        Retained.AddRange(Memory.Take(plan.MemoryMb));
        if (plan.OutOfMemory)
        {
            return $$"""{"id":"{{id}}","ok":false,"error":"CUDA out of memory"}""";
        }

        var options = job.GetProperty("options");
        var arguments = new Dictionary<string, string>
        {
            ["source-language"] = options.GetProperty("sourceLanguage").GetString()!,
            ["target-language"] = options.GetProperty("targetLanguage").GetString()!,
            ["input"] = inputs.GetValueOrDefault("translation.json") ?? inputs.GetValueOrDefault("transcript.json") ?? "",
        };
        var outputs = job.GetProperty("outputs").EnumerateObject().Select(output => output.Name).ToList();
        new FakeOutputs(arguments, plan, bytes).Write(outputs, job.GetProperty("workDirectory").GetString()!);
        return $$"""{"id":"{{id}}","ok":true}""";
    }

    /// <summary>What this program never frees: the reason to recycle it.</summary>
    private static readonly List<byte[]> Retained = [];
}
