namespace TransVox.Api.Submit;

/// <summary>The client went away in the middle of its request. For services a cancellation like any other.</summary>
internal sealed class ClientGoneException(Exception cause, CancellationToken cancellationToken)
    : OperationCanceledException("The client went away in the middle of the upload.", cause, cancellationToken);
