namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>What the reaper knows of a job.</summary>
/// <param name="Existence">Of its orchestration.</param>
/// <param name="SeenTickets">Tickets whose grant the job says it has seen.</param>
public sealed record JobLiveness(JobExistence Existence, IReadOnlyCollection<string> SeenTickets)
{
    public static JobLiveness Missing { get; } = new(JobExistence.Missing, []);

    public static JobLiveness Ended { get; } = new(JobExistence.Ended, []);
}
