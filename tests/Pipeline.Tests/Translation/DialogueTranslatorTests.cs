using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Tests.Translation;

/// <summary>What translators get wrong is found, asked for again alone, and marked when it stays wrong.</summary>
public sealed class DialogueTranslatorTests
{
    private static readonly string[] Said =
    [
        "Good morning to all of you.", "We paid 1,250 euros for it.", "Write to ana@example.org today.", "The bridge is 35 km away.", "Nobody knew what to do.", "Thank you very much.",
    ];

    private static readonly string[] Right =
    [
        "Buenos días a todos ustedes.", "Pagamos 1.250 euros por ello.", "Escriba hoy a ana@example.org.", "El puente está a 35 km.", "Nadie sabía qué hacer.", "Muchas gracias por todo.",
    ];

    [Fact]
    public async Task Lines_go_out_in_order_with_what_is_said_around_them()
    {
        var translator = new ScriptedTranslator(request => request.Lines.Select(line => (line.Id, Right[line.Id - 1]))) { MostLines = 2 };
        var options = new DubbingOptions { TargetLanguage = "es", Style = "as at the market", Formality = Formality.Informal, Glossary = [new("Ana")] };
        var result = await new DialogueTranslator(translator, "en", options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(Right, result.Select(cue => cue.Translation));
        Assert.All(result, cue => Assert.Null(cue.Marks));
        Assert.Equal([[1, 2], [3, 4], [5, 6]], translator.Asked.Select(request => request.Lines.Select(line => line.Id)));
        Assert.Equal([[], [1, 2], [1, 2, 3, 4]], translator.Asked.Select(request => request.Before.Select(line => line.Id)));
        Assert.Equal([[3, 4, 5, 6], [5, 6], []], translator.Asked.Select(request => request.After.Select(line => line.Id)));
        var asked = translator.Asked[0];
        Assert.Equal(("as at the market", "informal", "Ana", "S1"), (asked.Style, asked.Formality, asked.Glossary[0].Source, asked.Lines[0].Speaker));
        Assert.Equal(1.95, asked.Lines[0].Seconds, 3);
    }

    [Fact]
    public async Task Songs_and_sounds_are_translated_for_those_who_read()
    {
        string[] said = ["[Music]", "♪ We are the champions ♪", "♪ ♪"];
        var translator = new ScriptedTranslator(request => request.Lines.Select(line => (line.Id, line.Id == 1 ? "[Música]" : "♪ Somos los campeones ♪")));
        Cue[] cues = [.. said.Select((text, i) => new Cue(i + 1, i * 2, (i * 2) + 1.5, text))];
        var result = await new DialogueTranslator(translator, "en", new DubbingOptions { TargetLanguage = "es" }).TranslateAsync(cues, _ => { }, CancellationToken.None);
        Assert.Equal(["[Música]", "♪ Somos los campeones ♪", "♪ ♪"], result.Select(cue => cue.Translation));
        Assert.All(result, cue => Assert.Null(cue.Marks));
    }

    public static TheoryData<string, int, string?> Misbehaviours => new()
    {
        // What comes back for a line instead of its translation; null: nothing.
        { "lost", 2, null },
        { "empty", 2, " … " },
        { "merged with the next", 4, "El puente está a 35 km. Nadie sabía qué hacer." },
        { "that of another", 1, "Pagamos 1.250 euros por ello." },
        { "left in the source language", 5, "Nobody knew what to do." },
        { "with a note", 5, "Nadie sabía qué hacer. (Nota: registro informal)" },
        { "with an explanation", 5, "Nadie sabía qué hacer.\nI used the imperfect here." },
        { "refused", 5, "I'm sorry, but I cannot translate this line." },
        { "with mark-up", 5, "<b>Nadie</b> sabía qué hacer." },
        { "with a lost number", 2, "Pagamos mucho dinero por ello." },
        { "with another number", 2, "Pagamos 1.520 euros por ello." },
        { "with a changed address", 3, "Escriba hoy a ana@ejemplo.org." },
        { "with a lost unit", 4, "El puente está a 35." },
        { "said twice", 5, "Nadie sabía qué hacer. Nadie sabía qué hacer." },
        { "far too long", 6, new string('a', 30) + " muchas gracias por todo lo que ha hecho por nosotros y por los nuestros en estos años" },
    };

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task A_wrong_line_is_asked_for_again_alone(string what, int line, string? wrong)
    {
        var translator = Misbehaving(line, wrong, always: false);
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(Right, result.Select(cue => cue.Translation));
        Assert.All(result, cue => Assert.Null(cue.Marks));
        // Of two lines with one text, nobody knows whose it is: both are asked for.
        var again = translator.Asked.Skip(1).Select(request => Assert.Single(request.Lines).Id).ToList();
        Assert.Equal(what == "that of another" ? [1, 2] : [line], again);
    }

    [Theory]
    [InlineData(2, null, CueMarks.NotTranslated, "")]
    [InlineData(5, "Nadie sabía qué hacer. (Nota: informal)", CueMarks.ForeignText, "Nadie sabía qué hacer. (Nota: informal)")]
    [InlineData(5, "Nobody knew what to do.", CueMarks.SourceLanguage, "Nobody knew what to do.")]
    [InlineData(2, "Pagamos mucho dinero por ello.", CueMarks.LostFact, "Pagamos mucho dinero por ello.")]
    public async Task What_stays_wrong_is_marked_with_the_best_there_is(int line, string? wrong, string mark, string best)
    {
        var translator = Misbehaving(line, wrong, always: true);
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(mark, Assert.Single(result[line - 1].Marks!));
        Assert.Equal(best, result[line - 1].Translation);
        Assert.All(result.Where(cue => cue.Index != line), cue => Assert.Null(cue.Marks));
    }

    [Fact]
    public async Task Lines_that_changed_places_are_found_by_what_they_say()
    {
        var translator = new ScriptedTranslator(request => request.Lines.Select(line =>
            (line.Id, Right[(request.Lines.Count > 1 && line.Id is 2 or 3 ? 5 - line.Id : line.Id) - 1])));
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(Right, result.Select(cue => cue.Translation));
    }

    [Fact]
    public async Task A_line_that_swallowed_its_neighbour_is_found_once_the_neighbour_is_back()
    {
        var translator = new ScriptedTranslator(request => request.Lines.Count == 1
            ? [(request.Lines[0].Id, Right[request.Lines[0].Id - 1])]
            : request.Lines.Where(line => line.Id != 5).Select(line => (line.Id, line.Id == 4 ? $"{Right[3]} {Right[4]}" : Right[line.Id - 1])));
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(Right, result.Select(cue => cue.Translation));
        Assert.All(result, cue => Assert.Null(cue.Marks));
        Assert.Equal([[1, 2, 3, 4, 5, 6], [5], [4]], translator.Asked.Select(request => request.Lines.Select(line => line.Id)));
    }

    [Fact]
    public async Task A_line_that_came_twice_with_different_texts_and_one_that_nobody_asked_for_count_for_nothing()
    {
        var translator = new ScriptedTranslator(request => request.Lines.Count == 1
            ? [(request.Lines[0].Id, Right[request.Lines[0].Id - 1])]
            : [.. request.Lines.Select(line => (line.Id, Right[line.Id - 1])), (1, "Buenas noches."), (77, "Adiós.")]);
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(Right, result.Select(cue => cue.Translation));
        Assert.Equal(2, translator.Asked.Count);
    }

    [Theory]
    [InlineData("\"Nadie sabía qué hacer.\"")]
    [InlineData("5. Nadie sabía qué hacer.")]
    [InlineData("[5] «Nadie sabía qué hacer.»")]
    [InlineData("Traducción: Nadie sabía qué hacer.")]
    [InlineData("```\nNadie sabía qué hacer.\n```")]
    public async Task What_is_wrapped_around_a_line_comes_off(string wrapped)
    {
        var translator = Misbehaving(5, wrapped, always: true);
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None);
        Assert.Equal(Right[4], result[4].Translation);
        Assert.Single(translator.Asked);
    }

    [Fact]
    public async Task What_cannot_be_said_is_not_sent_and_stays_as_it_is()
    {
        var translator = new ScriptedTranslator(request => request.Lines.Select(line => (line.Id, "Hola.")));
        var result = await new DialogueTranslator(translator, "en", Options).TranslateAsync(
            [new Cue(1, 0, 1, "♪ ♪"), new Cue(2, 1, 2, "Hello.")], _ => { }, CancellationToken.None);
        Assert.Equal(["♪ ♪", "Hola."], result.Select(cue => cue.Translation));
        Assert.Equal([2], translator.Asked.SelectMany(request => request.Lines).Select(line => line.Id));
    }

    [Fact]
    public async Task A_translator_that_returns_nothing_at_all_fails_the_stage()
    {
        var translator = new ScriptedTranslator(_ => []);
        var error = await Assert.ThrowsAsync<StageException>(() => new DialogueTranslator(translator, "en", Options).TranslateAsync(Cues().Cues, _ => { }, CancellationToken.None));
        Assert.Equal((ErrorCodes.OutputInvalid, Retryability.Transient), (error.Code, error.Retry));
    }

    [Fact]
    public async Task A_shorter_line_must_be_shorter_and_keep_its_facts()
    {
        var translator = new ScriptedTranslator(request => request.Lines.Select(line => (line.Id, line.Id switch
        {
            1 => "Buenos días.",
            2 => "Pagamos mucho.",
            _ => line.TooLong + " Y más.",
        })));
        var cues = Cues().Cues.Select((cue, i) => cue with { Translation = Right[i] }).ToList();
        var shorter = await new DialogueTranslator(translator, "en", Options).ShortenAsync(
            cues, new Dictionary<int, int> { [0] = 14, [1] = 20, [4] = 12 }, CancellationToken.None);
        Assert.Equal([KeyValuePair.Create(0, "Buenos días.")], shorter);
        var asked = Assert.Single(translator.Asked).Lines;
        Assert.Equal((Said[0], Right[0], 14), (asked[0].Text, asked[0].TooLong, asked[0].MostCharacters));
    }

    private static DubbingOptions Options => new() { TargetLanguage = "es" };

    private static Transcript Cues() => new("en", null, [.. Said.Select((text, i) => new Cue(i + 1, 2 * i, (2 * i) + 2, text, Speaker: "S1"))]);

    /// <summary>Answers a line wrongly: in a batch, or always.</summary>
    private static ScriptedTranslator Misbehaving(int wrongLine, string? wrong, bool always) => new(request => request.Lines
        .Select(line => (line.Id, Text: line.Id == wrongLine && (always || request.Lines.Count > 1) ? wrong : Right[line.Id - 1]))
        .Where(answer => answer.Text is not null)
        .Select(answer => (answer.Id, answer.Text!)));
}
