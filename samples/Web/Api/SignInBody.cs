namespace WebSample.Api;

/// <summary>A password, and where it was typed: <c>desktop</c>, <c>mobile</c>, or nothing.</summary>
public sealed record SignInBody(string UserName, string Password, string? Client);
