using System.Text.Json.Serialization;

namespace TwoFactor;

/// <summary>
/// From which state of the record on a user is protected. A record that says "not enrolled" and is older than this was
/// put back; one that is as new or newer was emptied by its own user or an administrator.
/// </summary>
internal sealed record RosterEntry
{
    /// <summary>The version of the record that the listing came before.</summary>
    [JsonPropertyName("v")]
    public required long Version { get; init; }

    /// <summary>
    /// The epoch of the record at that time. A reset of a lost record begins with version 1 again, but with a later
    /// epoch.
    /// </summary>
    [JsonPropertyName("e")]
    public required int Epoch { get; init; }

    /// <summary>When the user was listed. The record follows at once, but is not yet there.</summary>
    [JsonIgnore]
    public DateTimeOffset At
    {
        get => DateTimeOffset.FromUnixTimeSeconds(Seconds);
        init => Seconds = value.ToUnixTimeSeconds();
    }

    /// <summary><see cref="At"/>, short: a page has a thousand of these.</summary>
    [JsonPropertyName("a")]
    public long Seconds { get; init; }

    /// <summary>
    /// Whether the record that the listing came before is not known to be written. Set by the listing, cleared after
    /// the record's write.
    /// </summary>
    [JsonPropertyName("p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPending { get; init; }

    /// <summary>Whether a record that protects nobody may be what it says.</summary>
    public bool Allows(long version, int epoch) => version >= Version && epoch >= Epoch;
}
