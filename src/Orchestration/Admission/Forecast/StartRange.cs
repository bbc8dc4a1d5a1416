namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>Where a start falls, in seconds from its expected moment: the ends of the 80% interval, and its middle.</summary>
internal readonly record struct StartRange(double Early, double Middle, double Late);
