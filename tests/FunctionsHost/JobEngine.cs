using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TransVox.FunctionsHost;

/// <summary>Microsoft's binding engine with the extensions that the app names in <c>extensions.json</c>, and timers.</summary>
public static class JobEngine
{
    public static IHost Build(PublishedApp app, Uri address) => new HostBuilder()
        .ConfigureLogging(logging => logging.AddConfiguration(app.Logging).AddSimpleConsole(options => options.SingleLine = true))
        .ConfigureWebJobs(jobs =>
        {
            jobs.AddAzureStorageCoreServices();
            jobs.AddAzureStorageBlobs();
            jobs.AddAzureStorageQueues();
            jobs.AddTimers();
            jobs.AddDurableTask();
        })
        // After ConfigureWebJobs, which adds files and variables of its own.
        .ConfigureAppConfiguration(configuration => configuration.AddConfiguration(app.Settings))
        .ConfigureServices(services =>
        {
            services.AddSingleton<ITypeLocator>(new FunctionType(app));
            services.AddSingleton<IHostIdProvider, HostId>();
#pragma warning disable CS0618 // The extension asks for it to tell clients where its HTTP interface would be; this host has none.
            services.AddSingleton<IWebHookProvider>(new WebHooks(address));
#pragma warning restore CS0618
            // No timer uses a monitor; the package's own needs a storage library of before.
            services.Replace(ServiceDescriptor.Singleton<ScheduleMonitor>(new FileSystemScheduleMonitor()));
        })
        .Build();

    /// <summary>One id for all instances, under which they share locks and the record of blobs.</summary>
    private sealed class HostId : IHostIdProvider
    {
        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult("transvox");
    }

#pragma warning disable CS0618
    private sealed class WebHooks(Uri address) : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => new(address, "runtime/webhooks/durabletask");
    }
#pragma warning restore CS0618
}
