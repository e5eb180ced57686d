namespace WebSample.Api;

/// <summary>Who is signed in, and how (RFC 8176); the time is in seconds since 1970.</summary>
public sealed record Profile(string UserId, string UserName, IReadOnlyList<string> Amr, long AuthTime);
