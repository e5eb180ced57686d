namespace TwoFactor.Simulation.Checking;

internal sealed class ViolationException(string message) : Exception(message);
