using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TwoFactor.Tests;

/// <summary>Two instances on one database behind one address: nginx takes them in turn.</summary>
public sealed class ProxyStory : IAsyncLifetime
{
    private readonly WebApp _first = new(null, Behind());
    private WebApp? _second;
    private Process? _nginx;
    private Uri? _url;

    public async ValueTask InitializeAsync()
    {
        if (!Programs.Has("nginx"))
            return;

        _second = new WebApp(_first, Behind());
        var port = FreePort();
        _url = new Uri($"http://127.0.0.1:{port}");
        var folder = Directory.CreateDirectory(Path.Combine(_first.Folder, "nginx")).FullName;
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            daemon off;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              upstream app { server 127.0.0.1:{{_first.Url.Port}}; server 127.0.0.1:{{_second.Url.Port}}; }
              server {
                listen 127.0.0.1:{{port}};
                location / {
                  proxy_pass http://app;
                  proxy_set_header Host $host:$server_port;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Forwarded-Proto https;
                  proxy_set_header X-Forwarded-Host $host:$server_port;
                  add_header X-Instance $upstream_addr always;
                }
              }
            }
            """
        );
        _nginx = Process.Start(
            new ProcessStartInfo(
                File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx",
                ["-c", configuration, "-p", folder]
            )
            {
                RedirectStandardError = true,
            }
        )!;
        await WaitAsync(_url);
    }

    public async ValueTask DisposeAsync()
    {
        _nginx?.Kill(entireProcessTree: true);
        _nginx?.Dispose();
        if (_second is not null)
            await _second.DisposeAsync();

        await _first.DisposeAsync();
    }

    [Fact]
    public async Task A_sign_in_begun_on_one_instance_finishes_on_the_other()
    {
        Assert.SkipUnless(_url is not null, "nginx is not installed. eng/test installs it.");
        var user = new ApiClient(_first, _url);
        await user.SignInAsync("alice");
        await user.TurnOnAsync();
        for (var round = 0; round < 4; round++)
        {
            // Each round takes an odd number of requests, so that each step meets the other instance.
            await user.SignInAsync("alice");
            for (var i = 0; i < round % 2; i++)
                Assert.Equal(200, (await user.GetAsync("/two-factor/sign-in")).Status);

            Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
            Assert.Equal(200, (await user.GetAsync("/api/me")).Status);
            Assert.Equal(200, (await user.GetAsync("/api/me")).Status);
            _first.Clock.NextStep();
        }
    }

    [Fact]
    public async Task Pages_too_with_cookies_that_no_other_host_can_set()
    {
        Assert.SkipUnless(_url is not null, "nginx is not installed. eng/test installs it.");
        var user = new ApiClient(_first, _url);
        await user.SignInAsync("bob");
        await user.TurnOnAsync();

        // The address is HTTPS to the app; a container of cookies would not send Secure ones over the test's plain
        // HTTP, so the jar is the test's own.
        var jar = new Dictionary<string, string>(StringComparer.Ordinal);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = _url,
        };
        var instances = new HashSet<string>(StringComparer.Ordinal);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        async Task<HttpResponseMessage> SendAsync(
            HttpMethod method,
            string path,
            Dictionary<string, string>? form = null
        )
        {
            using var request = new HttpRequestMessage(method, path);
            if (jar.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", jar.Select(c => $"{c.Key}={c.Value}")));
            if (form is not null)
                request.Content = new FormUrlEncodedContent(form);

            var response = await http.SendAsync(request);
            instances.Add(response.Headers.GetValues("X-Instance").Single());
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                (jar[pair[0]], attributes[pair[0]]) = (pair[1], cookie);
            }

            return response;
        }

        async Task<HttpResponseMessage> SubmitAsync(string page, Dictionary<string, string> form, string? action = null)
        {
            var html = await (await SendAsync(HttpMethod.Get, page)).Content.ReadAsStringAsync();
            form["__RequestVerificationToken"] = System
                .Text.RegularExpressions.Regex.Match(
                    html,
                    "RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)"
                )
                .Groups[1]
                .Value;
            return await SendAsync(HttpMethod.Post, action ?? page, form);
        }

        Assert.Equal(
            "/security/sign-in",
            (
                await SubmitAsync("/account/sign-in", new() { ["userName"] = "bob", ["password"] = Person.Password })
            ).Headers.Location!.ToString()
        );
        var ticket = attributes["__Host-TwoFactor"];
        Assert.All(
            ["secure", "httponly", "samesite=lax", "path=/"],
            a => Assert.Contains(a, ticket, StringComparison.OrdinalIgnoreCase)
        );
        Assert.DoesNotContain("domain", ticket, StringComparison.OrdinalIgnoreCase);
        var done = await SubmitAsync(
            "/security/sign-in",
            new() { ["code"] = user.Code(), ["remember"] = "true" },
            "/security/sign-in?handler=Verify"
        );
        Assert.Equal("/", done.Headers.Location!.ToString());
        Assert.Equal("", jar["__Host-TwoFactor"]);
        Assert.Contains(
            attributes,
            a =>
                a.Key.StartsWith("__Host-TwoFactor.Device.", StringComparison.Ordinal)
                && a.Value.Contains("max-age", StringComparison.OrdinalIgnoreCase)
        );
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/security")).StatusCode);
        Assert.Equal(2, instances.Count);
    }

    [Fact]
    public async Task The_proxy_tells_the_address_and_the_client_does_not()
    {
        Assert.SkipUnless(_url is not null, "nginx is not installed. eng/test installs it.");
        using var http = new HttpClient { BaseAddress = _url };
        var user = new ApiClient(_first, _url);
        await user.SignInAsync("carol");
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/two-factor/sign-in");
            request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"203.0.113.{i}"));
            statuses.Add((int)(await http.SendAsync(request)).StatusCode);
        }

        // Ten a minute for each instance, whatever the client claims.
        Assert.Equal((20, 20), (statuses.Count(s => s == 401), statuses.Count(s => s == 429)));
    }

    private static Dictionary<string, string?> Behind() =>
        new() { ["ForwardedHeaders:KnownProxies:0"] = "127.0.0.1", ["TwoFactor:Http:RequestsPerMinute"] = "10" };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitAsync(Uri url)
    {
        using var http = new HttpClient();
        for (var i = 0; ; i++)
        {
            try
            {
                await http.GetAsync(url);
                return;
            }
            catch (HttpRequestException) when (i < 100)
            {
                await Task.Delay(50);
            }
        }
    }
}
