namespace TransVox.Contract;

/// <summary>What an entry of a timeline tells of.</summary>
public enum TimelineKind
{
    /// <summary>The job came to be; <c>name</c> says how: <c>upload</c>, <c>address</c>, <c>blob</c>, <c>language</c>, <c>retry</c>.</summary>
    Submitted,

    /// <summary>A wait for a slot: of <c>pool</c>, or, without one, of the user.</summary>
    Waiting,

    /// <summary>A slot that was held: of <c>pool</c>, or, without one, of the user.</summary>
    Slot,

    /// <summary>A wait for a worker to take a stage.</summary>
    Worker,

    /// <summary>An attempt at a stage, or the part of one that ran on one host.</summary>
    Stage,

    /// <summary>A stage that found its engine or device busy, or its host without room, <c>count</c> times; <c>code</c> says which.</summary>
    Busy,

    /// <summary>The pause between a failure and the next attempt.</summary>
    Pause,

    /// <summary>Nothing ran: the host of a stage was gone, until the stage began again.</summary>
    Lost,

    /// <summary>A wait for a person to approve the translation.</summary>
    Review,

    /// <summary>A job of one of the languages; <c>name</c> is the language.</summary>
    Language,

    /// <summary>Work that is no stage; <c>name</c> is <c>publish</c>, <c>finish</c>, <c>startLanguages</c> or <c>collectLanguages</c>.</summary>
    Step,

    /// <summary>Somebody asked for cancellation.</summary>
    Cancel,

    /// <summary>An operator did something that concerns the job; <c>name</c> is the action in the audit log.</summary>
    Operator,

    /// <summary>The runtime was told to act on the job; <c>name</c> is <c>suspend</c>, <c>resume</c>, <c>rewind</c> or <c>terminate</c>.</summary>
    Runtime,

    /// <summary>A message to a webhook; <c>name</c> is its event.</summary>
    Webhook,

    /// <summary>The job ended.</summary>
    Ended,
}
