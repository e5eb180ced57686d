namespace TwoFactor.Stores;

/// <summary>An event that lies in its account's item, and whether it is known to have an item of its own.</summary>
internal sealed class PendingEvent(StoredEvent stored)
{
    public StoredEvent Stored { get; } = stored;

    public bool IsCopied { get; set; }

    /// <summary>Whether another event was found under its number.</summary>
    public bool IsRefused { get; set; }
}
