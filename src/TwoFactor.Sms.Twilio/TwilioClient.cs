using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>
/// Requests to Twilio: authenticated, without redirects, and with a bounded answer. An exception becomes a
/// <see cref="TwilioUnsentException"/> if the request certainly did not arrive. Any other exception means that it may
/// have arrived.
/// </summary>
internal sealed class TwilioClient(IHttpClientFactory factory, IOptions<TwilioOptions> options, TimeProvider clock)
{
    public const string HttpClientName = "TwoFactor.Twilio";

    private const int MaxBody = 64 * 1024;

    private readonly TwilioOptions _options = options.Value;

    public async Task<TwilioReply> PostAsync(
        Uri url,
        IEnumerable<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TwilioReply> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TwilioReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (user, password) = _options.Credentials;
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
        );
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var client = factory.CreateClient(HttpClientName);
        using var response = await SendAsync(client, request, cancellationToken).ConfigureAwait(false);
        var body = await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        return TwilioReply.Read(response.StatusCode, RetryAfter(response.Headers.RetryAfter), body);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException e)
            when (e.HttpRequestError
                    is HttpRequestError.NameResolutionError
                        or HttpRequestError.ConnectionError
                        or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError
            )
        {
            throw new TwilioUnsentException(
                e.HttpRequestError.ToString(),
                e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            );
        }
        catch (OperationCanceledException e)
            when (!cancellationToken.IsCancellationRequested && e.InnerException is TimeoutException)
        {
            // The client has only this one timeout, for connecting. So nothing was sent.
            throw new TwilioUnsentException("ConnectTimeout", mayRetry: false);
        }
    }

    // A body over the bound does not come from Twilio. The part that was read is not JSON, so only the status counts.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var read = await stream
                .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return read < buffer.Length ? buffer.AsMemory(0, read) : default;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The body broke off. The status is known; the rest is not.
            return default;
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
