using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Whisper;

/// <summary>The languages of multilingual Whisper models, among those that this service knows.</summary>
internal static class WhisperLanguages
{
    private const string Codes =
        "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt cy sk te fa lv sr sl et mk br eu is hy "
        + "ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue";

    /// <summary>Codes that users give.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Codes.Split(' ').Append("nb").Where(Languages.IsKnown)];

    /// <summary>The model's code for one that users give.</summary>
    public static string CodeOf(string language) => Languages.Base(language) switch
    {
        "nb" => "no",
        var code => code,
    };

    /// <summary>The code that users give for one of the model: Cantonese is written as Chinese.</summary>
    public static string FromCode(string code) => code == "yue" ? "zh" : code;
}
