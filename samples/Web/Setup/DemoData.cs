using Microsoft.AspNetCore.Identity;
using WebSample.Data;

namespace WebSample.Setup;

/// <summary>Creates the database and, in the Development environment, an administrator and some demo users.</summary>
public static class DemoData
{
    public const string AdminRole = "admin";
    public const string HelpDeskRole = "help-desk";
    public const string Password = "Demo-password-1";

    /// <summary>The demo users: name, role, group.</summary>
    public static IReadOnlyList<(string Name, string? Role, string? Group)> Users { get; } =
    [
        ("admin", AdminRole, null),
        ("alice", null, null),
        ("bob", "staff", null),
        ("carol", null, "finance"),
        ("hugo", HelpDeskRole, null),
    ];

    public static async Task PrepareDataAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await db.Database.EnsureCreatedAsync();
        if (!app.Environment.IsDevelopment())
            return;

        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        foreach (var role in Users.Select(u => u.Role).OfType<string>().Distinct())
        {
            if (!await roles.RoleExistsAsync(role))
                await roles.CreateAsync(new IdentityRole(role));
        }

        foreach (var (name, role, group) in Users)
        {
            if (await users.FindByNameAsync(name) is not null)
                continue;

            var user = new AppUser
            {
                UserName = name,
                Email = $"{name}@example.com",
                EmailConfirmed = true,
            };
            if (group is not null)
                user.Groups.Add(db.Groups.FirstOrDefault(g => g.Name == group) ?? new Group { Name = group });

            await users.CreateAsync(user, Password);
            if (role is not null)
                await users.AddToRoleAsync(user, role);
        }
    }
}
