namespace TwoFactor.Tests;

/// <summary>Names the host's own texts: the resources beside it.</summary>
internal sealed class HostTexts;
