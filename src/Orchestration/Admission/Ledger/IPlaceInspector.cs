namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>Looks up what the jobs with a place really do. Asked only when the queue is full, and by the reaper.</summary>
public interface IPlaceInspector
{
    /// <summary>The standing of every job that was asked for; a job that is left out keeps its place.</summary>
    Task<IReadOnlyList<PlaceCorrection>> InspectAsync(IReadOnlyList<LedgerPlace> places, CancellationToken cancellationToken);
}
