using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Amazon.Runtime;

namespace TwoFactor.Tests;

/// <summary>
/// What lies between the SDK and the engine: it counts requests, loses, delays and refuses them as it is told, and can
/// change them, which makes a right store a wrong one.
/// </summary>
internal sealed class FaultyWire : DelegatingHandler
{
    private const string TargetHeader = "X-Amz-Target";

    public FaultyWire()
        : base(new SocketsHttpHandler()) { }

    public enum Fault
    {
        None,
        LostBeforeItArrives,
        LostOnTheWayBack,

        /// <summary>The client gives up, and the request is done all the same, some time later.</summary>
        ArrivesLate,
        ErrorBeforeItIsDone,
        ErrorAfterItWasDone,
        Throttled,
    }

    /// <summary>What happens to a request, by its operation and its body. Default: nothing.</summary>
    public Func<string, string, Fault> Decide { get; set; } = (_, _) => Fault.None;

    /// <summary>Changes a request; a null body is answered with success and nothing is done.</summary>
    public Func<string, string, string?> Change { get; set; } = (_, body) => body;

    /// <summary>Changes an answer.</summary>
    public Func<string, string, string> ChangeAnswer { get; set; } = (_, body) => body;

    /// <summary>Runs when a request was done and its answer is lost, before the client knows.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>As when the process has died: nothing passes any more.</summary>
    public bool IsDead { get; set; }

    public HttpClientFactory Factory => new OneClient(this);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (IsDead)
            throw new HttpRequestException("The wire is dead.");

        var operation = request.Headers.GetValues(TargetHeader).Single().Split('.')[^1];
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Counts.AddOrUpdate(operation, 1, (_, n) => n + 1);
        var changed = Change(operation, body);
        if (changed is null)
            return Answer(HttpStatusCode.OK, "{}");

        if (changed != body)
            request.Content = Json(changed);

        switch (Decide(operation, body))
        {
            case Fault.LostBeforeItArrives:
                throw new HttpRequestException("The wire broke before the request arrived.");
            case Fault.ErrorBeforeItIsDone:
                return Answer(HttpStatusCode.InternalServerError, Error("InternalServerError", "Try again."));
            case Fault.Throttled:
                return Answer(
                    HttpStatusCode.BadRequest,
                    Error("ProvisionedThroughputExceededException", "Too many requests.")
                );
            case Fault.ArrivesLate:
                var later = Copy(request, changed);
                _ = Task.Run(() => base.SendAsync(later, CancellationToken.None), CancellationToken.None);
                throw new TaskCanceledException("The client waits no longer.");
            case Fault.LostOnTheWayBack:
                using (await base.SendAsync(request, cancellationToken))
                    await (Meanwhile?.Invoke() ?? Task.CompletedTask);

                throw new HttpRequestException("The wire broke on the way back.");
            case Fault.ErrorAfterItWasDone:
                using (await base.SendAsync(request, cancellationToken))
                    await (Meanwhile?.Invoke() ?? Task.CompletedTask);

                return Answer(HttpStatusCode.InternalServerError, Error("InternalServerError", "Try again."));
            default:
                return await ReadAsync(operation, await base.SendAsync(request, cancellationToken));
        }
    }

    /// <summary>An error as the engine sends it.</summary>
    public static string Error(string code, string message) =>
        $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"{{message}}"}""";

    private async Task<HttpResponseMessage> ReadAsync(string operation, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var changed = ChangeAnswer(operation, body);
        if (changed == body)
            return response;

        response.Content = Json(changed);
        response.Headers.Remove("x-amz-crc32");
        return response;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) =>
        new(status) { Content = Json(body) };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/x-amz-json-1.0");

    private static HttpRequestMessage Copy(HttpRequestMessage request, string body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = Json(body) };
        foreach (var (name, values) in request.Headers)
            copy.Headers.TryAddWithoutValidation(name, values);

        return copy;
    }

    private sealed class OneClient(FaultyWire wire) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(wire, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
