namespace TransVox.Pipeline.Configuration;

/// <summary>One step of a <see cref="EngineKind.Command"/> stage: a program to run, or a conversion between formats.</summary>
public sealed class StepProfile
{
    /// <summary>Program to run: a name on PATH or a path. Placeholders are replaced.</summary>
    public string? Program { get; set; }

    /// <summary>Its arguments, one entry each. Placeholders are replaced inside an entry; an entry never becomes two.</summary>
    public IList<string>? Arguments { get; set; }

    /// <summary>Further arguments when an option is set: <c>voice</c>, <c>reducedBatch</c>.</summary>
    public IDictionary<string, List<string>>? OptionalArguments { get; set; }

    /// <summary>Exit codes that mean success; default 0. An empty list accepts any: the outputs decide.</summary>
    public IList<int>? ExitCodes { get; set; }

    /// <summary>Regular expression over lines of the log. One group: percent; two: how many of how many.</summary>
    public string? Progress { get; set; }

    /// <summary>File to give the program on standard input.</summary>
    public string? Input { get; set; }

    /// <summary>Conversion to do instead of running a program; see docs/engines.md for the list.</summary>
    public string? Convert { get; set; }

    /// <summary>What to convert.</summary>
    public string? From { get; set; }

    /// <summary>Where the result goes.</summary>
    public string? To { get; set; }

    /// <summary>Further values of the conversion.</summary>
    public IDictionary<string, string>? With { get; set; }

    /// <summary>The step is done only when each named option has one of the values.</summary>
    public IDictionary<string, List<string>>? When { get; set; }
}
