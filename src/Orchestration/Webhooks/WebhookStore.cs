using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Each user's webhooks: <c>webhooks/{userId}.json</c> in the system container.</summary>
public sealed class WebhookStore(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    public async Task<IReadOnlyList<Webhook>> ListAsync(string userId, CancellationToken cancellationToken) =>
        (await _json.ReadAsync<WebhookSet>(BlobPaths.Webhooks(userId), cancellationToken))?.Value.Webhooks ?? [];

    public async Task<Webhook?> FindAsync(string userId, string webhookId, CancellationToken cancellationToken) =>
        (await ListAsync(userId, cancellationToken)).FirstOrDefault(webhook => webhook.Id == webhookId);

    /// <summary>Replaces the list by what <paramref name="change"/> makes of it (it may run several times); null leaves it as it is.</summary>
    public Task ChangeAsync(string userId, Func<IReadOnlyList<Webhook>, IReadOnlyList<Webhook>?> change, CancellationToken cancellationToken) =>
        _json.UpdateAsync<WebhookSet>(
            BlobPaths.Webhooks(userId),
            set => change(set?.Webhooks ?? []) is { } webhooks ? new WebhookSet(webhooks) : null,
            cancellationToken);

    /// <summary>Changes one webhook, if it is still there.</summary>
    /// <returns>What it is now, or null.</returns>
    public async Task<Webhook?> ChangeAsync(string userId, string webhookId, Func<Webhook, Webhook> change, CancellationToken cancellationToken)
    {
        Webhook? changed = null;
        await ChangeAsync(
            userId,
            webhooks =>
            {
                changed = webhooks.FirstOrDefault(webhook => webhook.Id == webhookId) is { } old ? change(old) : null;
                return changed is null ? null : [.. webhooks.Select(webhook => webhook.Id == webhookId ? changed : webhook)];
            },
            cancellationToken);
        return changed;
    }
}
