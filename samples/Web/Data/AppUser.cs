using Microsoft.AspNetCore.Identity;

namespace WebSample.Data;

/// <summary>A user of the app, with the groups the user is in beside the roles that Identity knows.</summary>
public sealed class AppUser : IdentityUser
{
    public List<Group> Groups { get; } = [];
}
