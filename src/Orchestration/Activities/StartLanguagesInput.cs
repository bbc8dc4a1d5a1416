namespace TransVox.Orchestration.Activities;

/// <summary>The jobs of a job's languages are about to start.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Places">Theirs.</param>
/// <param name="MediaSeconds">Length of the video.</param>
/// <param name="Webhooks">Whether its owner has webhooks.</param>
public sealed record StartLanguagesInput(string JobId, IReadOnlyList<QueuePlaceRequest> Places, double? MediaSeconds, bool Webhooks);
