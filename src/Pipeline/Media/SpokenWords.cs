namespace TransVox.Pipeline.Media;

/// <summary>Words with which a language reads what is written in signs.</summary>
/// <param name="DecimalPoint">Between whole and fraction, as voices of the language expect it.</param>
/// <param name="Months">January to December.</param>
/// <param name="Date"><c>{0}</c> day, <c>{1}</c> month's name, <c>{2}</c> year.</param>
/// <param name="MonthFirst">11/10 is the tenth of November.</param>
/// <param name="Money">Sign → one, several, one hundredth, several hundredths.</param>
/// <param name="MoneyWith">Between the unit and its hundredths.</param>
/// <param name="MoneyOf">Between a million and its unit.</param>
/// <param name="Magnitudes">Words after a sum, as they are translated: 5 million.</param>
/// <param name="Units">Sign → one, several.</param>
internal sealed record SpokenWords(
    char DecimalPoint,
    string[] Months,
    string Date,
    bool MonthFirst,
    IReadOnlyDictionary<string, string[]> Money,
    string MoneyWith,
    string MoneyOf,
    string Magnitudes,
    IReadOnlyDictionary<string, string[]> Units,
    string Percent,
    string Minus,
    string To,
    string And,
    string Number,
    string Plus,
    string At,
    string Dot,
    string Slash,
    string Hyphen,
    string Underscore)
{
    public static SpokenWords English { get; } = new(
        '.',
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        "{1} {0}, {2}",
        MonthFirst: true,
        new Dictionary<string, string[]>
        {
            ["$"] = ["dollar", "dollars", "cent", "cents"],
            ["€"] = ["euro", "euros", "cent", "cents"],
            ["£"] = ["pound", "pounds", "penny", "pence"],
            ["¥"] = ["yen", "yen", "sen", "sen"],
        },
        "and",
        "",
        "thousand|million|billion|trillion",
        UnitsOf(
            ("km/h", "kilometer per hour", "kilometers per hour"), ("mph", "mile per hour", "miles per hour"), ("m/s", "meter per second", "meters per second"),
            ("km", "kilometer", "kilometers"), ("cm", "centimeter", "centimeters"), ("mm", "millimeter", "millimeters"), ("m", "meter", "meters"),
            ("kg", "kilogram", "kilograms"), ("mg", "milligram", "milligrams"), ("g", "gram", "grams"), ("lb", "pound", "pounds"), ("lbs", "pound", "pounds"), ("oz", "ounce", "ounces"),
            ("ml", "milliliter", "milliliters"), ("l", "liter", "liters"), ("ft", "foot", "feet"), ("GB", "gigabyte", "gigabytes"), ("MB", "megabyte", "megabytes"), ("TB", "terabyte", "terabytes"),
            ("GHz", "gigahertz", "gigahertz"), ("MHz", "megahertz", "megahertz"), ("kHz", "kilohertz", "kilohertz"), ("Hz", "hertz", "hertz"),
            ("kW", "kilowatt", "kilowatts"), ("kWh", "kilowatt hour", "kilowatt hours"), ("W", "watt", "watts"), ("V", "volt", "volts"),
            ("°C", "degree Celsius", "degrees Celsius"), ("°F", "degree Fahrenheit", "degrees Fahrenheit"), ("°", "degree", "degrees")),
        "percent", "minus", "to", "and", "number", "plus", "at", "dot", "slash", "dash", "underscore");

    public static SpokenWords Spanish { get; } = new(
        ',',
        ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        "{0} de {1} de {2}",
        MonthFirst: false,
        new Dictionary<string, string[]>
        {
            ["$"] = ["dólar", "dólares", "centavo", "centavos"],
            ["€"] = ["euro", "euros", "céntimo", "céntimos"],
            ["£"] = ["libra", "libras", "penique", "peniques"],
            ["¥"] = ["yen", "yenes", "sen", "sen"],
        },
        "con",
        "de ",
        "mil|millón|millones|billón|billones",
        UnitsOf(
            ("km/h", "kilómetro por hora", "kilómetros por hora"), ("mph", "milla por hora", "millas por hora"), ("m/s", "metro por segundo", "metros por segundo"),
            ("km", "kilómetro", "kilómetros"), ("cm", "centímetro", "centímetros"), ("mm", "milímetro", "milímetros"), ("m", "metro", "metros"),
            ("kg", "kilo", "kilos"), ("mg", "miligramo", "miligramos"), ("g", "gramo", "gramos"), ("lb", "libra", "libras"), ("lbs", "libra", "libras"), ("oz", "onza", "onzas"),
            ("ml", "mililitro", "mililitros"), ("l", "litro", "litros"), ("ft", "pie", "pies"), ("GB", "gigabyte", "gigabytes"), ("MB", "megabyte", "megabytes"), ("TB", "terabyte", "terabytes"),
            ("GHz", "gigahercio", "gigahercios"), ("MHz", "megahercio", "megahercios"), ("kHz", "kilohercio", "kilohercios"), ("Hz", "hercio", "hercios"),
            ("kW", "kilovatio", "kilovatios"), ("kWh", "kilovatio hora", "kilovatios hora"), ("W", "vatio", "vatios"), ("V", "voltio", "voltios"),
            ("°C", "grado Celsius", "grados Celsius"), ("°F", "grado Fahrenheit", "grados Fahrenheit"), ("°", "grado", "grados")),
        "por ciento", "menos", "a", "y", "número", "más", "arroba", "punto", "barra", "guion", "guion bajo");

    /// <summary>Of a language; null where only what holds for all languages is done.</summary>
    public static SpokenWords? Of(string language) => language switch { "en" => English, "es" => Spanish, _ => null };

    private static Dictionary<string, string[]> UnitsOf(params (string Sign, string One, string Several)[] units) =>
        units.ToDictionary(unit => unit.Sign, unit => new[] { unit.One, unit.Several }, StringComparer.Ordinal);
}
