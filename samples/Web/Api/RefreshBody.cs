namespace WebSample.Api;

/// <summary>The refresh token of an earlier answer.</summary>
public sealed record RefreshBody(string RefreshToken);
