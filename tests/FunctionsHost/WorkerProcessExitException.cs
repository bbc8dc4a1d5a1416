namespace TransVox.FunctionsHost;

/// <summary>The worker is gone. The Durable extension knows the real host's exception by this name, and gives the work item back.</summary>
public sealed class WorkerProcessExitException() : Exception("The worker process has ended.");
