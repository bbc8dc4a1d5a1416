using Microsoft.Extensions.DependencyInjection;

namespace TransVox.Fuzz;

/// <summary>What the framework's results ask a host for.</summary>
internal static class Services
{
    public static IServiceProvider Instance { get; } = new ServiceCollection().AddLogging().BuildServiceProvider();
}
