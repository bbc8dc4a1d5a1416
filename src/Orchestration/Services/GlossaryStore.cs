using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Each user's glossary.</summary>
public sealed class GlossaryStore(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    public async Task<IReadOnlyList<GlossaryTerm>> GetAsync(string userId, CancellationToken cancellationToken) =>
        (await _json.ReadAsync<List<GlossaryTerm>>(BlobPaths.Glossary(userId), cancellationToken))?.Value ?? [];

    public async Task PutAsync(string userId, IReadOnlyList<GlossaryTerm> terms, CancellationToken cancellationToken)
    {
        SubmitChecks.CheckGlossary(terms);
        await _json.WriteAsync(BlobPaths.Glossary(userId), terms, cancellationToken);
    }
}
