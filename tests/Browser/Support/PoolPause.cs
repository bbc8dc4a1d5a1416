using System.Net.Http.Json;
using System.Text.Json;
using TransVox.TestKit;

namespace TransVox.Browser.Support;

/// <summary>A pause of the default pool: what is submitted meanwhile stays in the queue. Disposing resumes it.</summary>
internal sealed class PoolPause : IAsyncDisposable
{
    private readonly HttpClient _http;
    private bool _ended;

    private PoolPause(HttpClient http) => _http = http;

    public static async Task<PoolPause> BeginAsync(LocalHostProcess service)
    {
        var http = new HttpClient { BaseAddress = new Uri(service.Url) };
        http.DefaultRequestHeaders.Add("X-Dev-User", "operator");
        http.DefaultRequestHeaders.Add("X-Dev-Admin", "true");
        var pause = new PoolPause(http);
        await pause.SetAsync("pause", "Paused");
        return pause;
    }

    public async Task EndAsync()
    {
        if (_ended)
            return;
        _ended = true;
        await SetAsync("resume", "Active");
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _http.Dispose();
    }

    private async Task SetAsync(string action, string mode)
    {
        using var response = await _http.PostAsync($"/api/admin/pools/default/{action}", null);
        response.EnsureSuccessStatusCode();
        await Eventually.IsTrueAsync($"the pool is {mode}", async () =>
        {
            var queue = await _http.GetFromJsonAsync<JsonElement>("/api/queue");
            return queue.GetProperty("pools").EnumerateArray().Any(p => p.GetProperty("mode").GetString() == mode);
        });
    }
}
