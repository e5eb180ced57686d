using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>The sample on a port of its own, with a folder of its own and a manual clock.</summary>
public sealed class WebApp : WebApplicationFactory<Program>
{
    private readonly string? _shared;
    private readonly Dictionary<string, string?> _settings;

    public WebApp()
        : this(null, null) { }

    internal WebApp(WebApp? sharing, Dictionary<string, string?>? settings)
    {
        _shared = sharing?.Folder;
        Folder = _shared ?? Directory.CreateTempSubdirectory("two-factor-web").FullName;
        Clock = sharing?.Clock ?? new ManualClock();
        _settings = settings ?? [];
        UseKestrel(0);
        StartServer();
    }

    internal ManualClock Clock { get; }

    internal RecordingLogs Logs { get; } = new();

    public string Folder { get; }

    public Uri Url => ClientOptions.BaseAddress;

    /// <summary>A client that keeps cookies, follows no redirect, and is a browser of its own.</summary>
    public HttpClient Client(bool redirects = false) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = redirects,
                CookieContainer = new System.Net.CookieContainer(),
                UseCookies = true,
            }
        )
        {
            BaseAddress = Url,
        };

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(c =>
            c.AddInMemoryCollection(
                new Dictionary<string, string?>(_settings)
                {
                    ["DataFolder"] = Folder,
                    ["urls"] = "http://127.0.0.1:0",
                    ["SignInsPerMinute"] = "10000",
                    ["TwoFactor:Http:RequestsPerMinute"] = _settings.GetValueOrDefault(
                        "TwoFactor:Http:RequestsPerMinute",
                        "100000"
                    ),
                }
            )
        );

        // The port comes from the setting: the app may have started by the time a factory would set it.
        var host = builder.Build();
        host.Start();
        return host;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.ConfigureTestServices(services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Clock);
            services.AddLogging(l => l.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Information));
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var error in Logs.Lines.Where(l => l.StartsWith("Error", StringComparison.Ordinal)))
            Console.Error.WriteLine(error);

        if (disposing && _shared is null && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
