using static TransVox.Api.Endpoints.DocParameters;

namespace TransVox.Api.Endpoints;

/// <summary>Documentation of webhooks.</summary>
internal static class WebhookDocs
{
    private const string Tag = "Webhooks";
    private const string Address = "https://example.com/transvox";
    private static readonly DateTimeOffset At = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);
    private static readonly ApiParameter WebhookId = new("id", "path", typeof(string), "Id of the webhook.", Required: true);
    private static readonly ApiParameter DeliveryId = new("deliveryId", "path", typeof(string), "Id of the message.", Required: true);
    private static readonly WebhookView Example = new("wh_0f3a9c1d2e4b5a67", Address, ["job.completed", "job.failed"], "build server", true, null, At);
    private static readonly DeliveryView Sent = new(
        "msg_7z2k4m9q1c3f8t5w0x6y2b_2", Example.Id, "job.completed", DocExamples.Running.Id, At, DeliveryState.Delivered, [new DeliveryAttempt(1, At, 0.084, 204)]);

    public static readonly ApiEndpointDocs Create = new(Tag, "Make a webhook")
    {
        Description = "The service sends it a POST when a job of yours comes into a state, signed as Standard Webhooks has it. The secret is in this answer and nowhere else.",
        Status = 201,
        Answer = typeof(NewWebhook),
        AnswerExample = new NewWebhook(Example, "whsec_…"),
        AnswerHeaders = new Dictionary<string, string> { ["Location"] = "Address of the webhook." },
        Body = typeof(NewWebhookRequest),
        BodyExample = new NewWebhookRequest(Address, Example.Events, Example.Description),
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs List = new(Tag, "List your webhooks")
    {
        Answer = typeof(IReadOnlyList<WebhookView>),
        AnswerExample = new[] { Example },
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
    };

    public static readonly ApiEndpointDocs Get = new(Tag, "Get a webhook")
    {
        Answer = typeof(WebhookView),
        AnswerExample = Example,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [WebhookId, IfNoneMatch],
        Errors = [ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Put = new(Tag, "Change a webhook")
    {
        Description = "Replaces all but its secret. One that the service switched off is switched on by it.",
        Answer = typeof(WebhookView),
        AnswerExample = Example,
        AnswerHeaders = ETag,
        Body = typeof(WebhookChange),
        BodyExample = new WebhookChange(Address, Example.Events, Example.Description),
        Parameters = [WebhookId],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Delete = new(Tag, "Delete a webhook")
    {
        Description = "With what was sent, and was to be sent, to it.",
        Status = 204,
        Parameters = [WebhookId],
        Errors = [ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Test = new(Tag, "Try a webhook out")
    {
        Description = "Sends a message of type webhook.test, once; the list of messages tells how it was answered.",
        Status = 202,
        Answer = typeof(DeliveryView),
        AnswerExample = Sent with { Event = WebhookEvents.Test, JobId = null, State = DeliveryState.Pending, Attempts = [] },
        Parameters = [WebhookId],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs Deliveries = new(Tag, "List the messages to a webhook")
    {
        Answer = typeof(IReadOnlyList<DeliveryView>),
        AnswerExample = new[] { Sent },
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [WebhookId, new("limit", "query", typeof(int), "1 to 200; 50 when left out."), IfNoneMatch],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Resend = new(Tag, "Send a message again")
    {
        Description = "Under the same id, with all attempts anew.",
        Status = 202,
        Answer = typeof(DeliveryView),
        AnswerExample = Sent with { State = DeliveryState.Pending },
        Parameters = [WebhookId, DeliveryId],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict],
    };
}
