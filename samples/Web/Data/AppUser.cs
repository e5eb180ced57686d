using Microsoft.AspNetCore.Identity;

namespace WebSample.Data;

/// <summary>A user of the app, with groups in addition to Identity's roles.</summary>
public sealed class AppUser : IdentityUser
{
    public List<Group> Groups { get; } = [];
}
