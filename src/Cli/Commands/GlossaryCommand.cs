using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>glossary</c>: terms that translations keep or translate in one way, for all of the caller's jobs.</summary>
internal static class GlossaryCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("glossary", "Show the terms that translations keep or translate in one way.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            Show(globals.Terminal(parse), await client.GetGlossaryAsync(cancellationToken));
            return ExitCodes.Ok;
        });
        command.Subcommands.Add(CreateChange(
            globals, "set", "TERM[=TRANSLATION]", "Add terms, or change them; one without a translation stays as it is.", (terms, given) =>
            {
                foreach (var term in given.Select(Parse))
                {
                    terms.RemoveAll(other => IsSame(other.Source, term.Source));
                    terms.Add(term);
                }
            }));
        command.Subcommands.Add(CreateChange(globals, "remove", "TERM", "Remove terms.", (terms, given) =>
        {
            foreach (var source in given)
            {
                if (terms.RemoveAll(term => IsSame(term.Source, source)) == 0)
                    throw new UsageException($"The glossary has no term '{source}'.");
            }
        }));
        return command;
    }

    private static Command CreateChange(GlobalOptions globals, string name, string argument, string description, Action<List<GlossaryTerm>, string[]> change)
    {
        var given = new Argument<string[]>(argument) { Arity = ArgumentArity.OneOrMore };
        var command = new Command(name, description);
        command.Arguments.Add(given);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var terms = await client.GetGlossaryAsync(cancellationToken);
            change(terms, parse.GetRequiredValue(given));
            await client.PutGlossaryAsync(terms, cancellationToken);
            Show(globals.Terminal(parse), terms);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static GlossaryTerm Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var source = (at < 0 ? text : text[..at]).Trim();
        if (source.Length == 0)
            throw new UsageException($"'{text}' is no term. Give TERM, or TERM=TRANSLATION.");
        return new GlossaryTerm(source, at < 0 || text[(at + 1)..].Trim() is not { Length: > 0 } translation ? null : translation);
    }

    // As the page has it: a term is there once, in whatever case.
    private static bool IsSame(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static void Show(Terminal terminal, List<GlossaryTerm> terms) => terminal.Write(terms, console =>
    {
        if (terms.Count == 0)
        {
            console.MarkupLine("[dim]No terms.[/]");
            return;
        }

        var table = JobTables.NewTable("Term", "Translation");
        foreach (var term in terms)
            table.AddRow(Format.Safe(term.Source), term.Translation is { } translation ? Format.Safe(translation) : "[dim]as it is[/]");
        console.Write(table);
    });
}
