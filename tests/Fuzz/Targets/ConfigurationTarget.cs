using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Pipeline.Configuration;

namespace TransVox.Fuzz;

/// <summary>transvox.json: what can be bound is valid, or is refused with reasons.</summary>
internal static class ConfigurationTarget
{
    public static void Run(byte[] input)
    {
        IConfiguration configuration;
        try
        {
            using var stream = new MemoryStream(input);
            configuration = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // No JSON, or a key twice.
            return;
        }

        Check(new TransVoxOptionsValidator(), configuration);
        Check(new EngineOptionsValidator(), configuration.GetSection("engines"));
        Check(new ApiOptionsValidator(), configuration.GetSection(ApiOptions.Section));
        Check(new ApiOptionsRules(), configuration.GetSection(ApiOptions.Section));
    }

    private static void Check<T>(IValidateOptions<T> validator, IConfiguration section)
        where T : class, new()
    {
        var options = new T();
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Failed to convert", StringComparison.Ordinal))
        {
            // The binder names key, value and type.
            return;
        }

        var result = validator.Validate(null, options);
        Claim.That(result.Succeeded || result.Failures!.All(failure => failure.Length > 0), "what is refused is refused with a reason");
    }
}
