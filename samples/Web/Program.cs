using WebSample.Api;
using WebSample.Setup;

var builder = WebApplication.CreateBuilder(args);
var folder = DataFolder.Create(builder);

builder.AddUsers(folder);
builder.AddSecondFactor(folder);
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
app.MapPages();

await app.RunAsync();
