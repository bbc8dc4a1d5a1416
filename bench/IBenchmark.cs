namespace TransVox.Bench;

/// <summary>A measurement. It may print as it goes; what it returns is the last line, JSON with <c>bench</c> and its figures.</summary>
internal interface IBenchmark
{
    string Name { get; }

    string Description { get; }

    Task<string> RunAsync(string[] args, CancellationToken cancellationToken);
}
