using System.Text.Json;
using TransVox.Orchestration.Jobs;
using Xunit;
using Domain = TransVox.Pipeline.Stages;
using Dubbing = TransVox.Contract.Dubbing;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>The pipeline knows no wire and the contract no pipeline; what both have must stay the same.</summary>
public sealed class WireTests
{
    [Fact]
    public void Enums_have_the_same_names_and_values_on_both_sides()
    {
        Assert.Equal(ValuesOf<Domain.Stage>(), ValuesOf<Dubbing.Stage>());
        Assert.Equal(ValuesOf<Domain.SubtitleMode>(), ValuesOf<Dubbing.SubtitleMode>());
        Assert.Equal(ValuesOf<Domain.OutputKind>(), ValuesOf<Dubbing.OutputKind>());
        Assert.Equal(ValuesOf<Domain.Formality>(), ValuesOf<Dubbing.Formality>());
    }

    [Fact]
    public void Nothing_is_lost_between_the_pipeline_and_the_wire()
    {
        var cue = new Domain.Cue(3, 1.5, 2.75, "Good morning", "Buenos días", 0.9, "S1", "Muy buenos días", ["shortened"]);
        var term = new Domain.GlossaryTerm("slot", "ranura");
        var options = new Domain.DubbingOptions
        {
            Profile = "hosted",
            SourceLanguage = "pt-br",
            TargetLanguage = "es",
            SubtitleLanguage = "es",
            Subtitles = Domain.SubtitleMode.Bilingual,
            Output = Domain.OutputKind.Dual,
            Voice = "ana",
            Speed = 1.25,
            Glossary = [term],
            Style = "dry",
            Formality = Domain.Formality.Informal,
            Voices = new Dictionary<string, string> { ["S1"] = "es+m3" },
            TargetLanguages = ["es", "pt"],
            Combine = true,
        };
        var catalogue = new Domain.LanguageCatalogue
        {
            Recognized = ["en"],
            Pairs = [new("en", ["es"]), new("es", null)],
            Targets = [new("es", ["ana"]), new("en")],
            Voices = ["x"],
            VoiceVariants = ["f3"],
            CanChooseVoice = false,
            CanChooseSpeed = false,
        };

        // How subtitles were marked up stays with the service, which puts it back after a review.
        AssertSame(cue, cue.ToWire(), unseen: nameof(Domain.Cue.Markup));
        AssertSame(term, term.ToWire());
        // Of several languages none is the one.
        Assert.Null(options.ToWire().TargetLanguage);
        AssertSame(options, options.ToWire() with { TargetLanguage = "es" });
        catalogue = catalogue with { LeavesMachine = true, Profiles = [new("p", "d", "pool", 5, catalogue)], ForTranscript = new(["en", "it"]), ForSubtitles = new(["en"], catalogue.Pairs, [new("ja")]), ForOwnTranslation = new(Targets: catalogue.Targets) };
        AssertSame(catalogue, catalogue.ToWire());
        Assert.Null((options with { TargetLanguage = "" }).ToWire().TargetLanguage);
        Assert.Equal(cue, cue.ToWire().ToDomain());
        Assert.Equal(term, term.ToWire().ToDomain());
    }

    [Fact]
    public void The_contract_has_every_code_of_the_pipeline()
    {
        var all = CodesOf(typeof(ErrorCodes));
        Assert.All(CodesOf(typeof(Domain.ErrorCodes)), code => Assert.Equal(code.Value, all[code.Key]));
    }

    /// <summary>Every member of the sample is set, and both sides write it the same.</summary>
    private static void AssertSame<TDomain, TWire>(TDomain domain, TWire wire, params string[] unseen)
    {
        var json = JsonSerializer.SerializeToNode(domain, ContractJson.Options)!.AsObject();
        Assert.Equal(typeof(TDomain).GetProperties().Length - unseen.Length, json.Count);
        Assert.Equal(json.ToJsonString(), JsonSerializer.Serialize(wire, ContractJson.Options));
    }

    private static List<(string Name, int Value)> ValuesOf<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => (value.ToString(), Convert.ToInt32(value)))];

    private static Dictionary<string, string> CodesOf(Type type) =>
        type.GetFields().ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
}
