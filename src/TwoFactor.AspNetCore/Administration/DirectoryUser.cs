namespace TwoFactor.AspNetCore;

/// <summary>A user of the host.</summary>
public sealed class DirectoryUser
{
    /// <summary>The user id with which the host signs the user in.</summary>
    public required string UserId { get; init; }

    /// <summary>The user name.</summary>
    public required string UserName { get; init; }

    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }

    /// <summary>The user's roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The user's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}
