using System.Net;

namespace TwoFactor.Proof;

/// <summary>A browser: it keeps its cookies.</summary>
internal sealed class Visitor(string url) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false }
    )
    {
        BaseAddress = new Uri(url),
        Timeout = TimeSpan.FromMinutes(5),
    };

    public Task<string> PasswordAsync(string user) => PostAsync($"/password?user={user}");

    public Task<string> CodeAsync(string code) => PostAsync($"/code?code={code}");

    public Task<string> RecoveryCodeAsync(string code) => PostAsync($"/recovery-code?code={code}");

    public async Task<bool> IsSignedInAsync() => await _http.GetStringAsync("/who") != "nobody";

    public void Dispose() => _http.Dispose();

    private async Task<string> PostAsync(string path)
    {
        using var response = await _http.PostAsync(path, null);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsStringAsync()
            : $"{(int)response.StatusCode}";
    }
}
