using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Functions.Durable;
using TransVox.Orchestration.Durable;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

// One JSON form for inputs, outputs, events and entity state: the Durable extension takes the worker's serializer for all of them.
builder.Services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<DurableTaskClientSource>();
builder.Services.AddSingleton<IDurableClient, DurableClient>();
builder.Services.AddSingleton<DurableFunctions>();

await builder.Build().RunAsync();
