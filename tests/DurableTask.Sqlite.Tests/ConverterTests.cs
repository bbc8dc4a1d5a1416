using System.Text;
using System.Text.Json;

namespace DurableTask.Sqlite.Tests;

/// <summary>Any data converter of Durable Task, also one that does not write JSON.</summary>
public class ConverterTests
{
    [Fact]
    public async Task Data_that_is_not_JSON_is_kept_as_it_is_across_crashes()
    {
        await using var kit = new RuntimeKit { Converter = new Backwards() };
        kit.Options.LargestBatch = 3;
        kit.Activity<string, string>("shout", (_, text, _) => Task.FromResult(text.ToUpperInvariant()));
        kit.Orchestrator<string, string>("job", async (context, input) =>
        {
            context.SetCustomStatus("status");
            var loud = await context.CallActivityAsync<string>("shout", input);
            await context.Entities.CallEntityAsync<int>(LedgerEntity.Id("k"), "Add", loud);
            return loud + await context.WaitForExternalEvent<string>("go");
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("job", "hé \"quoted\"");
        await Eventually.TrueAsync(async () => (await kit.LedgerAsync("k")).Count == 1, "the entity was called");
        await kit.CrashAndRestartAsync();
        await kit.Client.RaiseEventAsync(id, "go", "!");

        var end = await kit.EndOfAsync(id);
        Assert.Equal("HÉ \"QUOTED\"!", end.ReadOutputAs<string>());
        Assert.Equal("\"sutats\"", end.SerializedCustomStatus);
        Assert.Equal(["HÉ \"QUOTED\""], await kit.LedgerAsync("k"));
    }

    [Fact]
    public async Task An_output_that_cannot_be_serialized_fails_the_instance()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, object>("bad", (_, _) => Task.FromResult<object>(typeof(string)));
        await kit.StartAsync();

        Assert.Contains("cannot be serialized", (await kit.EndOfAsync(await kit.RunAsync("bad", 0))).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    private sealed class Backwards : DataConverter
    {
        public override string? Serialize(object? value) => value is null ? null : Reverse(JsonSerializer.Serialize(value));

        public override object? Deserialize(string? data, Type targetType) =>
            data is null ? null : JsonSerializer.Deserialize(Reverse(data), targetType);

        private static string Reverse(string text) =>
            text.EnumerateRunes().Reverse().Aggregate(new StringBuilder(), (all, rune) => all.Append(rune.ToString())).ToString();
    }
}
