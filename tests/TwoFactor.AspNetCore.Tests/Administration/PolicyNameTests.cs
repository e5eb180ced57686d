using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>The authorization policy that <c>MapTwoFactorAdmin</c> names.</summary>
public sealed class PolicyNameTests
{
    [Fact]
    public async Task A_policy_that_is_not_there_stops_the_start_with_the_remedy()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorizationBuilder().AddPolicy("there", p => p.RequireRole("admin"));
        builder.Services.AddTwoFactor().UseInMemoryStore().AddAspNetCore();
        await using var app = builder.Build();

        app.MapTwoFactorAdmin("there");
        var e = Assert.Throws<InvalidOperationException>(() => app.MapTwoFactorAdmin("Administrators"));
        Assert.Contains("AddPolicy(\"Administrators\"", e.Message, StringComparison.Ordinal);
    }
}
