namespace TransVox.Contract;

/// <summary>What became of a step in the move of a job to another service.</summary>
public sealed record MovedJob(string Id, MoveState State);
