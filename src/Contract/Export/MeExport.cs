using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>What the service holds about a user: the JSON of <c>GET /api/me/export</c>. Results are not in it; each job has their addresses.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Me">Limits and use.</param>
/// <param name="Jobs">Every job, newest first.</param>
/// <param name="Glossary">The glossary.</param>
/// <param name="Keys">API keys, without their secrets.</param>
/// <param name="Webhooks">Webhooks with the messages to them, without their secrets.</param>
public sealed record MeExport(
    DateTimeOffset At, MeView Me, IReadOnlyList<JobView> Jobs, IReadOnlyList<GlossaryTerm> Glossary, IReadOnlyList<ApiKeyView> Keys,
    IReadOnlyList<ExportedWebhook> Webhooks);
