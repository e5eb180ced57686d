namespace WebSample.Api;

/// <summary>The password again.</summary>
public sealed record PasswordBody(string Password);
