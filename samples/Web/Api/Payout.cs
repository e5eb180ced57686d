namespace WebSample.Api;

/// <summary>A payment to be made.</summary>
public sealed record Payout(string To, int Amount);
