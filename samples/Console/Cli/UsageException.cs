namespace ConsoleSample.Cli;

/// <summary>
/// The command line or the configuration is wrong. The message says what is wrong and how to correct it.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
