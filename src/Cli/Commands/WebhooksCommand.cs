using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using TransVox.Cli.Http;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>webhooks add|list|remove|test|deliveries|resend</c>: programs of one's own that are told of one's jobs.</summary>
internal static class WebhooksCommand
{
    // Longer than the service waits for a receiver.
    private static readonly TimeSpan TestTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("webhooks", "Have your own programs told of your jobs.");
        command.Subcommands.Add(CreateAdd(globals));
        command.Subcommands.Add(CreateList(globals));
        command.Subcommands.Add(CreateEnable(globals));
        command.Subcommands.Add(CreateRemove(globals));
        command.Subcommands.Add(CreateTest(globals));
        command.Subcommands.Add(CreateDeliveries(globals));
        command.Subcommands.Add(CreateResend(globals));
        return command;
    }

    private static Command CreateAdd(GlobalOptions globals)
    {
        var url = new Argument<string>("URL") { Description = "Where messages go, https://…" };
        var events = new Option<string[]>("--event") { Description = "Tell of this only; may be given several times. By default of everything.", HelpName = "NAME" };
        events.AcceptOnlyFromAmong([.. WebhookEvents.All]);
        var description = new Option<string?>("--description") { Description = "To recognize it by.", HelpName = "TEXT" };
        var command = new Command("add", "Make a webhook. Its secret is shown this once.");
        command.Arguments.Add(url);
        command.Options.Add(events);
        command.Options.Add(description);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var request = new NewWebhookRequest(parse.GetRequiredValue(url), parse.GetValue(events) is { Length: > 0 } some ? some : null, parse.GetValue(description));
            var made = await client.CreateWebhookAsync(request, cancellationToken);
            globals.Terminal(parse).Write(made, console =>
            {
                console.WriteLine(made.Secret);
                console.WriteLine($"Webhook {made.Webhook.Id}; the secret will not be shown again. It checks the signatures of the messages.");
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateList(GlobalOptions globals)
    {
        var command = new Command("list", "List the webhooks, without their secrets.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var webhooks = await client.GetWebhooksAsync(cancellationToken);
            globals.Terminal(parse).Write(webhooks, console =>
            {
                var table = JobTables.NewTable("Id", "Address", "Told of", "Description", "");
                foreach (var webhook in webhooks)
                {
                    table.AddRow(
                        Format.Safe(webhook.Id), Format.Safe(webhook.Url), webhook.Events.Count == WebhookEvents.All.Count ? "everything" : Format.Safe(string.Join(" ", webhook.Events)),
                        Format.Safe(webhook.Description), webhook.Enabled ? "" : $"off. {Format.Safe(webhook.DisabledReason)}");
                }

                console.Write(table);
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateEnable(GlobalOptions globals)
    {
        var id = Id();
        var command = new Command("enable", "Switch a webhook on again, when its receiver is mended.");
        command.Arguments.Add(id);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var wanted = parse.GetRequiredValue(id);
            var webhook = (await client.GetWebhooksAsync(cancellationToken)).FirstOrDefault(webhook => webhook.Id == wanted)
                ?? throw new UsageException($"There is no webhook '{wanted}'. 'transvox webhooks list' shows those that there are.");
            var changed = await client.ChangeWebhookAsync(wanted, new WebhookChange(webhook.Url, webhook.Events, webhook.Description), cancellationToken);
            globals.Terminal(parse).Write(changed, console => console.WriteLine($"Webhook {changed.Id} is on."));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateRemove(GlobalOptions globals)
    {
        var id = Id();
        var command = new Command("remove", "Delete a webhook, with the messages to it.");
        command.Arguments.Add(id);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            await client.DeleteWebhookAsync(parse.GetRequiredValue(id), cancellationToken);
            globals.Terminal(parse).Write(
                new JsonObject { ["removed"] = parse.GetRequiredValue(id) },
                console => console.MarkupLine($"removed {Format.Safe(parse.GetRequiredValue(id))}"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateTest(GlobalOptions globals)
    {
        var id = Id();
        var command = new Command("test", "Send a message that says nothing, and see how it is answered.");
        command.Arguments.Add(id);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var sent = await client.TestWebhookAsync(parse.GetRequiredValue(id), cancellationToken);
            var answered = await AnswerAsync(client, parse.GetRequiredValue(id), sent, cancellationToken);
            Report(globals.Terminal(parse), [answered]);
            return answered.State == DeliveryState.Delivered ? ExitCodes.Ok : ExitCodes.JobFailed;
        });
        return command;
    }

    private static Command CreateDeliveries(GlobalOptions globals)
    {
        var id = Id();
        var limit = new Option<int>("--limit") { Description = "How many, up to 200.", DefaultValueFactory = _ => 20, HelpName = "N" };
        var command = new Command("deliveries", "List the messages to a webhook, newest first.");
        command.Arguments.Add(id);
        command.Options.Add(limit);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            Report(globals.Terminal(parse), await client.GetDeliveriesAsync(parse.GetRequiredValue(id), parse.GetValue(limit), cancellationToken));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateResend(GlobalOptions globals)
    {
        var id = Id();
        var delivery = new Argument<string>("MESSAGE") { Description = "Id of the message, as 'webhooks deliveries' shows it." };
        var command = new Command("resend", "Send a message again, under its id.");
        command.Arguments.Add(id);
        command.Arguments.Add(delivery);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var sent = await client.ResendAsync(parse.GetRequiredValue(id), parse.GetRequiredValue(delivery), cancellationToken);
            globals.Terminal(parse).Write(sent, console => console.MarkupLine($"{Format.Safe(sent.Id)} is being sent again"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> Id() => new("WEBHOOK") { Description = "Id of the webhook, as 'webhooks list' shows it." };

    private static async Task<DeliveryView> AnswerAsync(TransVoxClient client, string webhookId, DeliveryView sent, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(LookInterval);
        while (TimeProvider.System.GetElapsedTime(started) < TestTime && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var deliveries = await client.GetDeliveriesAsync(webhookId, 200, cancellationToken);
            if (deliveries.FirstOrDefault(delivery => delivery.Id == sent.Id) is { State: not DeliveryState.Pending } answered)
                return answered;
        }

        return sent;
    }

    private static void Report(Terminal terminal, IReadOnlyList<DeliveryView> deliveries) => terminal.Write(deliveries, console =>
    {
        var table = JobTables.NewTable("Message", "Event", "When", "State", "Attempts", "Last answer");
        foreach (var delivery in deliveries)
        {
            var last = delivery.Attempts.Count == 0 ? null : delivery.Attempts[^1];
            table.AddRow(
                Format.Safe(delivery.Id), Format.Safe(delivery.Event), Format.Time(delivery.CreatedAt), OpenEnum.NameOf(delivery.State),
                (last?.Number ?? 0).ToString(CultureInfo.InvariantCulture), Format.Safe(AnswerOf(last)));
        }

        console.Write(table);
    });

    private static string AnswerOf(DeliveryAttempt? attempt) => attempt switch
    {
        null => "",
        { Error: { } error } => error,
        _ => attempt.Status?.ToString(CultureInfo.InvariantCulture) ?? "",
    };
}
