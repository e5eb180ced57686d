using IdentitySample.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TwoFactor.Sealing;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<ApplicationDbContext>(options => options.UseSqlite("Data Source=app.db"));

// Between the two comments is what the second factor adds to what "dotnet new webapp --auth Individual" writes.
SealingKeyFile.TryCreate("two-factor.key");
builder
    .Services.AddDefaultIdentity<IdentityUser>()
    .AddEntityFrameworkStores<ApplicationDbContext>()
    .AddTwoFactor(options =>
    {
        options.Issuer = "Identity sample";
        options.Sealing.KeyFile = "two-factor.key";
    })
    .UseSqlite("two-factor.db");

// That is all.
builder.Services.AddRazorPages();
var app = builder.Build();
using (var scope = app.Services.CreateScope())
    scope.ServiceProvider.GetRequiredService<ApplicationDbContext>().Database.EnsureCreated();

if (await app.RunTwoFactorCommandAsync(args))
    return;

app.UseHttpsRedirection();
app.UseStaticFiles();
app.UseRouting();
app.UseAuthorization();
app.MapRazorPages();
app.Run();
