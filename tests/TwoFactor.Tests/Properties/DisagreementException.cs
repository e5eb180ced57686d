namespace TwoFactor.Tests;

internal sealed class DisagreementException(string message) : Exception(message);
