namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>Decides which places to free.</summary>
public static class LedgerPruning
{
    /// <summary>
    /// From what an inspection found to the corrections to make: an ended job goes; a running one stops to count as waiting. A
    /// place is taken before its job exists and renewed while the video comes in: without either, whoever took it is dead.
    /// </summary>
    public static IReadOnlyList<PlaceCorrection> Decide(
        IReadOnlyList<LedgerPlace> places, IReadOnlyList<PlaceCorrection> found, DateTimeOffset now, TimeSpan uploadGrace)
    {
        var standings = found.ToDictionary(f => f.JobId, f => f.Standing);
        var corrections = new List<PlaceCorrection>();
        foreach (var place in places)
        {
            var age = now - DateTimeOffset.FromUnixTimeMilliseconds(place.RenewedMs ?? place.EnqueuedMs);
            PlaceStanding? correction = standings.GetValueOrDefault(place.JobId, PlaceStanding.Waiting) switch
            {
                PlaceStanding.Ended => PlaceStanding.Ended,
                PlaceStanding.Missing when place.Running || age > uploadGrace => PlaceStanding.Ended,
                PlaceStanding.Running when !place.Running => PlaceStanding.Running,
                _ => null,
            };
            if (correction is { } standing)
                corrections.Add(new PlaceCorrection(place.JobId, standing));
        }

        return corrections;
    }
}
