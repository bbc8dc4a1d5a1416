namespace TransVox.Bench.Simulation.Policies;

/// <summary>What a job of the workload will do; times in seconds, retries of failed stages among them.</summary>
internal readonly record struct JobPlan
{
    public double Arrival { get; init; }

    public int User { get; init; }

    public int Cost { get; init; }

    public int Priority { get; init; }

    /// <summary>Under the first GPU lease.</summary>
    public double FirstGpu { get; init; }

    /// <summary>Between the two, with nothing but the user's slot.</summary>
    public double Between { get; init; }

    /// <summary>With a person; the job holds nothing meanwhile. 0: no review.</summary>
    public double Review { get; init; }

    /// <summary>Under the second GPU lease.</summary>
    public double SecondGpu { get; init; }

    /// <summary>After it, with nothing but the user's slot.</summary>
    public double Last { get; init; }

    /// <summary>It fails for good at the end of its first lease.</summary>
    public bool Fails { get; init; }

    /// <summary>Its owner cancels it when it still waits then, in seconds after its arrival; 0: never.</summary>
    public double CancelAfter { get; init; }

    /// <summary>Seconds in which it holds its user's slot when it waits for nothing.</summary>
    public double Busy => Fails ? FirstGpu : FirstGpu + Between + SecondGpu + Last;

    /// <summary>The least time from its arrival to its end.</summary>
    public double Alone => Busy + (Fails ? 0 : Review);

    /// <summary>Cost times seconds under a lease.</summary>
    public double Work => Cost * (Fails ? FirstGpu : FirstGpu + SecondGpu);
}
