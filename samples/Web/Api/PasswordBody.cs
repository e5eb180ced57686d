namespace WebSample.Api;

/// <summary>The password, entered again.</summary>
public sealed record PasswordBody(string Password);
