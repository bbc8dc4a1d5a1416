using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.WebJobs;
using TransVox.FunctionsHost;

// transvox-functions-host FOLDER PORT: runs the app that was published into FOLDER; everything else comes from the environment, as
// app settings do on Azure.
if (args is not [var folder, var portText] || !int.TryParse(portText, out var port))
{
    await Console.Error.WriteLineAsync("Usage: transvox-functions-host FOLDER PORT");
    return 2;
}

// In a container this has a value, and the extension would take the machine for the Consumption plan and print its every event.
Environment.SetEnvironmentVariable("CONTAINER_NAME", null);

var app = new PublishedApp(folder);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders().AddConfiguration(app.Logging).AddSimpleConsole(options => options.SingleLine = true);
builder.WebHost.ConfigureKestrel(options =>
{
    options.Limits.MaxRequestBodySize = null;
    options.Listen(IPAddress.Loopback, port);
    options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
});
builder.Services.AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (null, null));
builder.Services.AddHttpForwarder();
builder.Services.AddSingleton(app);
builder.Services.AddSingleton<WorkerChannel>();
builder.Services.AddSingleton<HttpProxy>();
builder.Services.AddSingleton<Invoker>();
builder.Services.AddSingleton<HttpRoutes>();
builder.Services.AddSingleton<HttpFront>();

await using var web = builder.Build();
var front = web.Services.GetRequiredService<HttpFront>();
web.MapGrpcService<WorkerChannel>();
web.MapFallback("{*path}", front.AnswerAsync);
await web.StartAsync();

var rpc = web.Urls.Select(url => new Uri(url)).Single(url => url.Port != port);
await using var worker = await Worker.StartAsync(app, web.Services.GetRequiredService<WorkerChannel>(), rpc);
web.Services.GetRequiredService<HttpProxy>().Address = worker.HttpUri;
FunctionType.Invoker = web.Services.GetRequiredService<Invoker>();

using var engine = JobEngine.Build(app, new Uri($"http://127.0.0.1:{port}/"));
await engine.StartAsync();
front.Jobs = engine.Services.GetRequiredService<IJobHost>();
Console.WriteLine($"Ready: worker {worker.ProcessId}, {app.Enabled.Count} of {app.All.Count} functions.");

var stopping = new TaskCompletionSource();
web.Lifetime.ApplicationStopping.Register(stopping.SetResult);
if (await Task.WhenAny(stopping.Task, worker.Ended) == worker.Ended)
{
    // The real host would start another. Here the instance ends as if it had crashed, and what it worked on goes to the others.
    Console.WriteLine("The worker has ended.");
    Environment.Exit(1);
}

// No new work, then the end of what runs; the worker is told to end when it goes out of scope.
front.Jobs = null;
await engine.StopAsync();
return 0;
