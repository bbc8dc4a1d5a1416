using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>How a harness is run longer: <c>TRANSVOX_NAME_OPTION</c> for its numbers, <c>TRANSVOX_NAME_REPORT</c> for the path of its figures.</summary>
internal sealed class HarnessRun(string name, ITestOutputHelper output)
{
    private readonly string? _report = Environment.GetEnvironmentVariable($"TRANSVOX_{name}_REPORT") is { Length: > 0 } path ? path : null;

    public int? Number(string option) => int.TryParse(
        Environment.GetEnvironmentVariable($"TRANSVOX_{name}_{option}"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Test output is shown when the test ends; a long run is followed in a file.</summary>
    public void Tell(string line)
    {
        output.WriteLine(line);
        if (_report is not null)
            File.AppendAllText(_report + ".log", line + "\n");
    }

    public async Task ReportAsync(object figures)
    {
        var json = JsonSerializer.Serialize(figures);
        output.WriteLine(json);
        if (_report is not null)
            await File.WriteAllTextAsync(_report, json);
    }
}
