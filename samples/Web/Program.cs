using WebSample.Api;
using WebSample.Setup;

var builder = WebApplication.CreateBuilder(args);

// Databases, keys and the outbox: the setting DataFolder, or "data" in the app's content root.
var folder = Path.GetFullPath(builder.Configuration["DataFolder"] ?? "data", builder.Environment.ContentRootPath);
OwnerOnly.CreateFolder(folder);

builder.AddSecondFactor(builder.AddUsers(folder), folder);
builder.AddPages();
builder.AddApi();

var app = builder.Build();
await app.PrepareDataAsync();

app.UsePages();
app.MapTwoFactor();
app.MapTwoFactorAdmin(UserSetup.AdminPolicy);
app.MapSmsReceipts();
app.MapHealthChecks("/health").AllowAnonymous();
app.MapApi();
app.MapTwoFactorPages();
app.MapComponents();

await app.RunAsync();

namespace WebSample
{
    /// <summary>Finds the sample's own texts; those of the second factor are in the package.</summary>
    public sealed class Texts;
}
