namespace WebSample.Api;

/// <summary>A user name or e-mail address, and the password.</summary>
public sealed record SignInBody(string UserName, string Password);
