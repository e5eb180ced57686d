using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>A server that takes messages as Twilio does, and answers as badly as the test says.</summary>
internal sealed class FakeTwilio : IAsyncDisposable
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";

    private readonly WebApplication _app;

    private FakeTwilio(WebApplication app) => _app = app;

    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    public Uri Url => new(_app.Urls.Single());

    public Func<HttpContext, Task> Answer { get; set; } = context => ReplyAsync(context, 201, Accepted());

    public static string Accepted(string status = "queued") =>
        $$"""{"sid":"SM{{Guid.NewGuid():N}}","status":"{{status}}","error_code":null}""";

    public static async Task<FakeTwilio> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
        var fake = new FakeTwilio(builder.Build());
        fake._app.Run(fake.TakeAsync);
        await fake._app.StartAsync();
        return fake;
    }

    public static Task ReplyAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        // What hangs is not waited for.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        Requests.Enqueue(
            new FakeRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.Authorization.ToString(),
                form?.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal) ?? []
            )
        );
        await Answer(context);
    }
}

internal sealed record FakeRequest(string Method, string Path, string Authorization, Dictionary<string, string> Form);
