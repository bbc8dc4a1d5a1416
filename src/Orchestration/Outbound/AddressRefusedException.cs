namespace TransVox.Orchestration.Outbound;

/// <summary>A user's address leads where the service does not go. The message is for the user.</summary>
public sealed class AddressRefusedException(string message) : Exception(message);
