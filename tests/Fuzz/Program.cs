using System.Reflection;
using SharpFuzz;

namespace TransVox.Fuzz;

/// <summary>What <c>./transvox fuzz</c> starts: <c>list</c>, <c>instrument FOLDER</c>, or a target by its name, under a fuzzer or with an input.</summary>
public static class Program
{
    /// <summary>What is fuzzed; libraries are not.</summary>
    private static readonly string[] Instrumented = ["TransVox.Pipeline.dll", "TransVox.Orchestration.dll", "TransVox.Api.dll", "TransVox.Contract.dll"];

    /// <returns>0; 1 for a file that makes a fault; 64 for arguments that mean nothing.</returns>
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["list"]:
                Console.WriteLine(string.Join('\n', FuzzTarget.All.Select(target => target.Name)));
                return 0;
            case ["instrument", var folder]:
                foreach (var assembly in Instrumented)
                    _ = Fuzzer.Instrument(Path.Combine(folder, assembly), _ => true, Options.Value);
                return 0;
            case [var name]:
                // In a process that the fuzzer's server watches, so that a stack that is full or a hang is one finding and not the end.
                var target = FuzzTarget.Find(name);
                Fuzzer.OutOfProcess.Run(stream => target.Run(ReadAll(stream)));
                return 0;
            case [var name, .. var files]:
                return files.Where(file => !Passes(FuzzTarget.Find(name), file)).ToList() is [] ? 0 : 1;
            default:
                Console.Error.WriteLine($"{Assembly.GetExecutingAssembly().GetName().Name} list | instrument FOLDER | TARGET [FILE…]");
                return 64;
        }
    }

    private static bool Passes(FuzzTarget target, string file)
    {
        try
        {
            target.Run(File.ReadAllBytes(file));
            return true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{file}: {e}");
            return false;
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
