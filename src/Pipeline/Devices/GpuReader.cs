using System.Globalization;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Devices;

/// <summary>Reads the GPUs of this machine where <c>nvidia-smi</c> is.</summary>
public sealed class GpuReader(ProcessRunner processes)
{
    private const string Program = "nvidia-smi";
    private const double Mebibyte = 1 << 20;

    /// <summary>All GPUs; none where the program is absent or does not answer.</summary>
    public async Task<IReadOnlyList<GpuReading>> ReadAsync(CancellationToken cancellationToken)
    {
        if (ToolLocator.Find(Program) is null)
        {
            return [];
        }

        try
        {
            var outcome = await processes.RunAsync(
                new ProcessSpec(Program, ["--query-gpu=uuid,name,utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits"])
                {
                    CaptureOutput = true,
                    TimeLimit = TimeSpan.FromSeconds(10),
                    // It reads nothing that a user sent, and asks sockets of the driver.
                    Access = null,
                },
                cancellationToken);
            return outcome.ExitCode == 0 ? Parse(outcome.Output) : [];
        }
        catch (StageException)
        {
            // A driver that hangs or is being replaced: there is nothing to report, and no job depends on it.
            return [];
        }
    }

    /// <summary>Reads the answer; lines with what a device does not know (<c>[N/A]</c>) are left out. Pure.</summary>
    public static IReadOnlyList<GpuReading> Parse(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var devices = new List<GpuReading>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(',', StringSplitOptions.TrimEntries) is [var id, var name, var share, var used, var total]
                && Number(share) is { } percent && Number(used) is { } usedMebibytes && Number(total) is { } totalMebibytes)
            {
                devices.Add(new GpuReading(id, name, percent / 100, usedMebibytes * Mebibyte, totalMebibytes * Mebibyte));
            }
        }

        return devices;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
