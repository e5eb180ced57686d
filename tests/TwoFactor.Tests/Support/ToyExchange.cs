using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TwoFactor.Tests;

/// <summary>
/// A method whose authenticator answers with more than a code: what a stranger writes who adds one. The authenticator
/// is a key and a counter; its answer is a MAC over the challenge and the counter. It neither counts nor stores.
/// </summary>
internal sealed class ToyExchange : IExchangeFactorMethod
{
    public const string MethodName = "toy_key";

    private const int KeyBytes = 32;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public string Name => MethodName;

    public FactorMethodTraits Traits { get; } = new() { AuthenticationMethods = ["pop"], IsPhishingResistant = true };

    /// <summary>What the authenticator sends back.</summary>
    public static string Answer(byte[] key, string challenge, int counter) =>
        JsonSerializer.Serialize(
            new
            {
                key = KeyId(key),
                counter,
                padding = new string('x', 4_000),
                mac = Convert.ToHexString(Mac(key, challenge, counter)),
            }
        );

    public static string ChallengeIn(string options) =>
        JsonDocument.Parse(options).RootElement.GetProperty("challenge").GetString()!;

    public static string[] KeysIn(string options) =>
        [.. JsonDocument.Parse(options).RootElement.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!)];

    public static string KeyId(byte[] key) => Convert.ToHexString(SHA256.HashData(key).AsSpan(0, 8));

    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        if (!enrollment.Input.TryGetValue("key", out var text))
            return FactorDraft.Refuse("A key is missing.");

        var key = Convert.FromHexString(text);
        if (enrollment.OtherStates.Any(s => s.Span[..KeyBytes].SequenceEqual(key)))
            return FactorDraft.Refuse("This key is enrolled already.");

        return new FactorDraft
        {
            State = [.. key, 0, 0, 0, 0],
            ClientOptions = Options("enrolment", enrollment.OtherStates),
        };
    }

    public string CreateOptions(FactorExchange exchange) => Options(Challenge(exchange.ChallengeId), exchange.States);

    public FactorCheck Check(in FactorAttempt attempt)
    {
        if (Read(attempt.Code) is not var (mac, counter))
            return FactorCheck.Wrong;

        var key = attempt.State.Span[..KeyBytes].ToArray();
        var challenge = attempt.AskedChallengeId is { } id ? Challenge(id) : "enrolment";
        if (!CryptographicOperations.FixedTimeEquals(mac, Mac(key, challenge, counter)))
            return FactorCheck.Wrong;

        return counter <= BitConverter.ToInt32(attempt.State.Span[KeyBytes..])
            ? FactorCheck.Refuse("the counter ran back")
            : FactorCheck.Right([.. key, .. BitConverter.GetBytes(counter)], ["pop", "user"], $"key {KeyId(key)}");
    }

    // Null for text that is no answer of an authenticator.
    private static (byte[] Mac, int Counter)? Read(string answer)
    {
        try
        {
            var said = JsonSerializer.Deserialize<Said>(answer, s_json);
            return said is { Mac: { } mac, Counter: { } counter } ? (Convert.FromHexString(mac), counter) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string Challenge(string challengeId) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(challengeId)));

    private static string Options(string challenge, IEnumerable<ReadOnlyMemory<byte>> states) =>
        JsonSerializer.Serialize(new { challenge, keys = states.Select(s => KeyId(s.Span[..KeyBytes].ToArray())) });

    private static byte[] Mac(byte[] key, string challenge, int counter) =>
        HMACSHA256.HashData(
            key,
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{challenge}\n{counter}"))
        );

    private sealed record Said(string? Mac, int? Counter);
}
