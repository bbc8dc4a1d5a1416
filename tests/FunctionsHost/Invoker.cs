using System.Diagnostics;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;
using TransVox.FunctionsHost.Protocol;

namespace TransVox.FunctionsHost;

/// <summary>Carries invocations to the worker: the trigger's value, the other inputs and the trigger's data there, the result back.</summary>
public sealed class Invoker(PublishedApp app, WorkerChannel channel, HttpProxy proxy)
{
    private readonly Dictionary<string, Function> _functions = app.All.ToDictionary(function => function.Name);

    /// <summary>Runs a function to its end; the token's end becomes the function's.</summary>
    public async Task<object?> InvokeAsync(string name, object trigger, string? client, Binder binder, CancellationToken cancellationToken)
    {
        var function = _functions[name];
        var id = Identifier.Next();
        var request = new InvocationRequest { InvocationId = id, FunctionId = name, TraceContext = Trace() };
        request.InputData.Add(new ParameterBinding { Name = Function.Text(function.Trigger, "name"), Data = ToData(trigger) });
        if (function.ClientParameter is { } parameter)
            request.InputData.Add(new ParameterBinding { Name = parameter, Data = ToData(client) });
        // Of a request, the worker reads route and query by itself; "sys" is the binding engine's own.
        foreach (var (key, value) in trigger is HttpCall ? [] : binder.BindingData.Where(pair => pair.Key != "sys" && pair.Value is not null))
            request.TriggerMetadata[key] = ToData(value);

        var forwarding = trigger is HttpCall call ? proxy.ForwardAsync(call.Context, id) : Task.CompletedTask;
        var answer = channel.AskAsync(new StreamingMessage { RequestId = id, InvocationRequest = request });
        using (cancellationToken.Register(() => channel.Tell(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = id } })))
        {
            await answer;
            await forwarding;
        }

        var response = (await answer).InvocationResponse;
        WorkerException.ThrowIfFailed(response.Result);
        return response.ReturnValue is { } returned ? ToObject(returned) : null;
    }

    private static RpcTraceContext Trace() => new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" };

    private static TypedData ToData(object? value) => value switch
    {
        null => new TypedData(),
        string text => new TypedData { String = text },
        HttpCall => new TypedData { Http = new RpcHttp() },
        ParameterBindingData data => new TypedData
        {
            ModelBindingData = new ModelBindingData
            {
                Version = data.Version,
                Source = data.Source,
                ContentType = data.ContentType,
                Content = ByteString.CopyFrom(data.Content),
            },
        },
        // The extensions' types are written for this serializer, as in the real host.
        _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
    };

    private static object? ToObject(TypedData data) => data.DataCase switch
    {
        TypedData.DataOneofCase.None => null,
        TypedData.DataOneofCase.String => data.String,
        TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(data.Json, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None }),
        _ => throw new NotSupportedException($"No function of this app returns {data.DataCase}."),
    };
}
