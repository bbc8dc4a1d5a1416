using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace TransVox.FunctionsHost;

/// <summary>
/// The type whose methods the binding engine sees: one per function, with the trigger's attribute on its first parameter. The engine
/// binds by reflection, so what <c>functions.metadata</c> declares has to become a method; its body hands everything to <see cref="Invoker"/>.
/// </summary>
public sealed class FunctionType : ITypeLocator
{
    private readonly Type _type;

    public FunctionType(PublishedApp app)
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("PublishedApp"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("PublishedApp")
            .DefineType("Functions", TypeAttributes.Public | TypeAttributes.Class);
        foreach (var function in app.Enabled)
            Define(type, function);
        _type = type.CreateType();
    }

    /// <summary>Runs what the methods are called with. The engine instantiates nothing: the methods are static.</summary>
    public static Invoker? Invoker { get; set; }

    public IReadOnlyList<Type> GetTypes() => [_type];

    /// <summary>Called by the generated methods.</summary>
    public static Task<object?> InvokeAsync(string name, object trigger, string client, Binder binder, CancellationToken cancellationToken) =>
        Invoker!.InvokeAsync(name, trigger, client, binder, cancellationToken);

    private static void Define(TypeBuilder type, Function function)
    {
        var (attribute, value) = TriggerOf(function);
        // Only of the durable triggers the engine takes a result.
        var result = value == typeof(string) && function.TriggerType != "queueTrigger" ? typeof(Task<object>) : typeof(Task);
        var method = type.DefineMethod(
            function.Name, MethodAttributes.Public | MethodAttributes.Static, result, [value, typeof(string), typeof(Binder), typeof(CancellationToken)]);
        method.SetCustomAttribute(Attribute<FunctionNameAttribute>([function.Name]));
        var trigger = method.DefineParameter(1, ParameterAttributes.None, HttpFront.CallParameter);
        if (attribute is not null)
            trigger.SetCustomAttribute(attribute);
        else
            method.SetCustomAttribute(Attribute<NoAutomaticTriggerAttribute>([]));
        method.DefineParameter(2, ParameterAttributes.None, "client").SetCustomAttribute(Attribute<DurableClientAttribute>([]));
        method.DefineParameter(3, ParameterAttributes.None, "binder");
        method.DefineParameter(4, ParameterAttributes.None, "cancellationToken");

        var body = method.GetILGenerator();
        body.Emit(OpCodes.Ldstr, function.Name);
        for (var i = 0; i < 4; i++)
            body.Emit(OpCodes.Ldarg, i);
        body.Emit(OpCodes.Call, typeof(FunctionType).GetMethod(nameof(InvokeAsync))!);
        body.Emit(OpCodes.Ret);
    }

    /// <summary>The attribute that makes the engine listen, and the type of what it hands over.</summary>
    private static (CustomAttributeBuilder? Attribute, Type Value) TriggerOf(Function function)
    {
        var trigger = function.Trigger;
        return function.TriggerType switch
        {
            "orchestrationTrigger" => (Attribute<OrchestrationTriggerAttribute>([]), typeof(string)),
            "entityTrigger" => (Attribute<EntityTriggerAttribute>([]), typeof(string)),
            "activityTrigger" => (Attribute<ActivityTriggerAttribute>([]), typeof(string)),
            "blobTrigger" => (Attribute<BlobTriggerAttribute>([Required(trigger, "path")]), typeof(ParameterBindingData)),
            "queueTrigger" => (Attribute<QueueTriggerAttribute>([Required(trigger, "queueName")]), typeof(string)),
            // Without a monitor: a time that was missed while no instance ran is not made up for.
            "timerTrigger" => (Attribute<TimerTriggerAttribute>([Required(trigger, "schedule")], (nameof(TimerTriggerAttribute.UseMonitor), false)), typeof(TimerInfo)),
            "httpTrigger" => (null, typeof(HttpCall)),
            var other => throw new NotSupportedException($"{function.Name}: this host has no {other}; disable the function."),
        };
    }

    private static string Required(JsonElement trigger, string member) =>
        Function.Text(trigger, member) ?? throw new InvalidDataException($"A {Function.TypeOf(trigger)} has no {member}.");

    private static CustomAttributeBuilder Attribute<T>(object[] arguments, params (string Name, object Value)[] properties) where T : Attribute => new(
        typeof(T).GetConstructor([.. arguments.Select(argument => argument.GetType())])!,
        arguments,
        [.. properties.Select(property => typeof(T).GetProperty(property.Name)!)],
        [.. properties.Select(property => property.Value)]);
}
