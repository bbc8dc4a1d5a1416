using Xunit;

namespace TransVox.TestKit;

/// <summary>
/// The Azurite of a test run, for a class or a collection of tests (<c>IClassFixture</c>): those that run at once share one, since starting
/// it costs more than most classes take; tests keep apart by container names.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static AzuriteServer? _server;
    private static int _users;

    public AzuriteServer Server => _server ?? throw new InvalidOperationException("Not started yet.");

    public string ConnectionString => Server.ConnectionString;

    public async Task InitializeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            _server ??= await AzuriteServer.StartAsync();
            _users++;
        }
        finally
        {
            Gate.Release();
        }
    }

    public async Task DisposeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (--_users > 0)
                return;
            await Server.DisposeAsync();
            _server = null;
        }
        finally
        {
            Gate.Release();
        }
    }
}
