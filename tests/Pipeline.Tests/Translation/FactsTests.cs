using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Tests.Translation;

/// <summary>Numbers, addresses, units and names that a translation must have.</summary>
public sealed class FactsTests
{
    [Theory]
    [InlineData("It costs 1,299.50 dollars.", "Cuesta 1.299,50 dólares.")]
    [InlineData("Call 555 0199 now.", "Llame ya al 555 0199.")]
    [InlineData("We have two dogs and 3 cats.", "Tenemos dos perros y tres gatos.")]
    [InlineData("It is 20 °C and 80% wet.", "Hay 20 grados y un 80 % de humedad.")]
    [InlineData("See https://example.org/a?b=1.", "Vea https://example.org/a?b=1.")]
    [InlineData("Open example.com/help, please.", "Abra example.com/help, por favor.")]
    [InlineData("We met in New York last year.", "Nos vimos en Nueva York el año pasado.")]
    [InlineData("It runs on TransVox and GPT-4 here.", "Aquí funciona con TransVox y GPT-4.")]
    [InlineData("On Monday the Americans left.", "El lunes se fueron los estadounidenses.")]
    [InlineData("THIS IS ALL CAPITALS HERE", "Esto son todo mayúsculas")]
    [InlineData("At 10:30 sharp.", "A las 10.30 en punto.")]
    public void What_survives_is_not_pointed_out(string source, string translation) =>
        Assert.Null(Facts.Lost(source, translation, "en", "es", []));

    [Theory]
    [InlineData("It costs 1,299.50 dollars.", "Cuesta mil dólares.", "1,299.50")]
    [InlineData("In 1969 we landed.", "En 1996 aterrizamos.", "1969")]
    [InlineData("It weighs 5 kg.", "Pesa 5.", "5 kg")]
    [InlineData("See https://example.org/a.", "Vea el sitio.", "https://example.org/a")]
    [InlineData("Write to bob@example.org, please.", "Escríbale a Bob, por favor.", "bob@example.org")]
    [InlineData("Yesterday we saw John Smith there.", "Ayer lo vimos allí.", "John Smith")]
    [InlineData("It runs on TransVox here.", "Aquí funciona bien.", "TransVox")]
    public void What_is_lost_is_named(string source, string translation, string lost) =>
        Assert.Equal(lost, Facts.Lost(source, translation, "en", "es", []));

    [Fact]
    public void A_glossary_term_must_be_rendered_as_it_says()
    {
        GlossaryTerm[] glossary = [new("house", "casona"), new("TransVox")];
        Assert.Equal("casona", Facts.Lost("The house is red.", "La casa es roja.", "en", "es", glossary));
        Assert.Null(Facts.Lost("The house is red.", "La casona es roja.", "en", "es", glossary));
        Assert.Null(Facts.Lost("The greenhouse is red.", "El invernadero es rojo.", "en", "es", glossary));
    }

    [Fact]
    public void Digits_of_other_scripts_are_digits_and_names_in_other_letters_are_not_compared()
    {
        Assert.Null(Facts.Lost("In 1969 John Smith came.", "في ١٩٦٩ جاء جون سميث.", "en", "ar", []));
        Assert.Equal("1969", Facts.Lost("In 1969 we came.", "في ١٩٩٦ جئنا.", "en", "ar", []));
    }

    [Theory]
    [InlineData("Hello, how are you?", "Hello, how are you?", "ru", CueMarks.SourceLanguage)]
    [InlineData("Hello, how are you?", "Bonjour, ça va ?", "zh", CueMarks.SourceLanguage)]
    [InlineData("Hello, how are you?", "Привет, как дела?", "ru", null)]
    [InlineData("Hotel Paris", "Hotel Paris", "es", null)]
    [InlineData("I do not know (sorry).", "No lo sé (perdón).", "es", null)]
    public void A_line_in_the_wrong_language_is_told_from_one_that_is_the_same_in_both(string source, string text, string target, string? fault) =>
        Assert.Equal(fault, new LineCheck("en", target, []).FaultOf(new SourceLine(1, source, null, 2), text));
}
