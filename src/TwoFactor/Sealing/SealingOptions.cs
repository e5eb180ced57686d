namespace TwoFactor;

/// <summary>Where the keys are that seal the records at rest.</summary>
public sealed class SealingOptions
{
    /// <summary>The bytes of a key: 32, for AES-256.</summary>
    public const int KeyBytes = 32;

    /// <summary>
    /// Keys in Base64, 32 bytes each, oldest first: the last one seals, all of them open. Default: none.
    /// Make one with <c>openssl rand -base64 32</c> and keep it in a secret store. To rotate where several processes
    /// run, put the new key above the last one and restart them all; then move it to the end and restart them all:
    /// until then nobody seals with a key that others do not know.
    /// </summary>
    public IList<string> Keys { get; set; } = [];

    /// <summary>
    /// A file with such keys, one a line, newest last; lines that begin with # are passed over. Only its owner may read
    /// it (mode 0600). Its keys come after those of <see cref="Keys"/>. Default: none.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Whether to go on with a key that lives in memory when no key is configured: all records are lost with the
    /// process. Default: null, which means only when the environment variable DOTNET_ENVIRONMENT or
    /// ASPNETCORE_ENVIRONMENT is <c>Development</c>.
    /// </summary>
    public bool? AllowEphemeralKey { get; set; }

    /// <summary>Another protector seals, with keys of its own: none is looked for here.</summary>
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
                yield return "TwoFactor:Sealing has no key to seal records with. Set TwoFactor:Sealing:KeyFile to a file "
                    + "with a line made by 'openssl rand -base64 32' (mode 0600), or TwoFactor:Sealing:Keys to "
                    + "such lines from a secret store. A key in memory is used in the Development environment only.";

            yield break;
        }

        var (_, problem) = SealingKeys.Read(this);
        if (problem is not null)
            yield return problem;
    }

    private static bool IsDevelopment(string variable) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), "Development", StringComparison.OrdinalIgnoreCase);
}
