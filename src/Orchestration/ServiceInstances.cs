namespace TransVox.Orchestration;

/// <summary>How many instances of the service there are.</summary>
/// <param name="IsSingle">
/// This process is the only one on its containers: it runs all activities and takes all requests, so that what it wrote last or was asked for
/// need not be read back, until it starts anew.
/// </param>
public sealed record ServiceInstances(bool IsSingle);
