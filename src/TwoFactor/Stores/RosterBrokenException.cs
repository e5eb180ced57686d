namespace TwoFactor;

/// <summary>A page of the roster is gone or does not open: in doubt its users have a second factor.</summary>
internal sealed class RosterBrokenException(string message, Exception? inner) : Exception(message, inner);
