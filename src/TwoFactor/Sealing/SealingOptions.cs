namespace TwoFactor.Sealing;

/// <summary>The keys that encrypt the records at rest.</summary>
public sealed class SealingOptions
{
    /// <summary>The length of a key in bytes: 32, for AES-256.</summary>
    public const int KeyBytes = 32;

    /// <summary>
    /// Keys in Base64, 32 bytes each, oldest first. The last one encrypts; all of them decrypt. Default: none. Create
    /// one with <c>openssl rand -base64 32</c> and keep it in a secret store. To rotate with several processes: insert
    /// the new key before the last one and restart all processes; then move it to the end and restart them all again.
    /// So no process encrypts with a key that others do not know yet.
    /// </summary>
    public IList<string> Keys { get; set; } = [];

    /// <summary>
    /// A file with such keys, one per line, newest last; lines that start with # are ignored. Only its owner may read
    /// it (mode 0600). Its keys come after those of <see cref="Keys"/>. Default: none.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Whether to use a temporary key in memory if no key is configured. All records are then lost with the process.
    /// Default: null, which allows it only if the environment variable DOTNET_ENVIRONMENT or ASPNETCORE_ENVIRONMENT is
    /// <c>Development</c>.
    /// </summary>
    public bool? AllowEphemeralKey { get; set; }

    /// <summary>Whether another protector encrypts with its own keys, so that none is needed here.</summary>
    internal bool IsElsewhere { get; set; }

    internal bool EphemeralKeyAllowed =>
        AllowEphemeralKey ?? (IsDevelopment("ASPNETCORE_ENVIRONMENT") || IsDevelopment("DOTNET_ENVIRONMENT"));

    internal IEnumerable<string> Problems()
    {
        if (IsElsewhere && Keys.Count == 0 && string.IsNullOrEmpty(KeyFile))
            yield break;

        if (Keys.Count == 0 && string.IsNullOrEmpty(KeyFile))
        {
            if (!EphemeralKeyAllowed)
                yield return "TwoFactor:Sealing has no key to seal records with. Set "
                    + "TwoFactor:Sealing:KeyFile to a file with a line made by 'openssl rand -base64 32' (mode "
                    + "0600), or TwoFactor:Sealing:Keys to such lines from a secret store. A key in memory is "
                    + "used in the Development environment only.";

            yield break;
        }

        var (_, problem) = SealingKeys.Read(this);
        if (problem is not null)
            yield return problem;
    }

    private static bool IsDevelopment(string variable) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), "Development", StringComparison.OrdinalIgnoreCase);
}
