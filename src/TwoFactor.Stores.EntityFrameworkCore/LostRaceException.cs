namespace TwoFactor;

/// <summary>
/// The database refused a row, most likely because another process wrote first. The next try looks before it writes.
/// </summary>
internal sealed class LostRaceException(Exception cause) : Exception(cause.Message, cause);
