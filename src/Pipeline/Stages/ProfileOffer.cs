namespace TransVox.Pipeline.Stages;

/// <summary>A way of dubbing that a submission may name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="Pool">GPU pool of its jobs; null: the default pool.</param>
/// <param name="MaxVideoMinutes">Longest video that it takes; null: the service's own limit.</param>
/// <param name="Languages">What it can dub.</param>
public sealed record ProfileOffer(string Name, string? Description, string? Pool, int? MaxVideoMinutes, LanguageCatalogue Languages);
