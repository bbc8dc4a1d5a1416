namespace TransVox.Contract;

/// <summary>Where a job's time went, in seconds. The parts do not overlap; together they are the whole.</summary>
/// <param name="Waiting">In the queues of user and pool, and for a worker that takes a stage.</param>
/// <param name="Working">Stages and steps that ran to an end, failed ones too.</param>
/// <param name="Retrying">Pauses after failures, and waits for an engine or device that was busy.</param>
/// <param name="Review">Waiting for a person.</param>
/// <param name="Lost">Runs that a host did not bring to an end, until the stage ran again.</param>
/// <param name="Languages">While the jobs of its languages ran and it did not.</param>
/// <param name="Other">The rest: messages on their way, and the service standing still.</param>
public sealed record TimelineTimes(
    double Waiting = 0, double Working = 0, double Retrying = 0, double Review = 0, double Lost = 0, double Languages = 0, double Other = 0);
