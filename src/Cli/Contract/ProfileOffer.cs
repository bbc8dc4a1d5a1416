namespace TransVox.Cli.Contract;

internal sealed record ProfileOffer(string Name, string? Description = null, string? Pool = null, int? MaxVideoMinutes = null, LanguageCatalogue? Languages = null);
