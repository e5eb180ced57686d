namespace TwoFactor.Simulation;

/// <summary>
/// What lies inside the records of a database that writes one record at once and nothing beside it: the newest events
/// of each, and up to which number they were erased.
/// </summary>
internal sealed class SimItems
{
    private readonly Dictionary<AccountKey, List<AuditEvent>> _inside = [];
    private readonly Dictionary<AccountKey, long> _last = [];
    private readonly Dictionary<AccountKey, long> _erased = [];

    public IEnumerable<AccountKey> Trails => _inside.Where(t => t.Value.Count > 0).Select(t => t.Key);

    public IReadOnlyList<AuditEvent> Inside(AccountKey trail) => _inside.GetValueOrDefault(trail, []);

    /// <summary>The highest number that was ever inside.</summary>
    public long Last(AccountKey trail) => _last.GetValueOrDefault(trail);

    public long ErasedThrough(AccountKey trail) => _erased.GetValueOrDefault(trail);

    public void Add(AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        if (events.Count == 0)
            return;

        _inside[trail] = [.. Inside(trail), .. events];
        _last[trail] = events[^1].Sequence;
    }

    public void Remove(AccountKey trail, IReadOnlyList<long> sequences) =>
        _inside[trail] = [.. Inside(trail).Where(e => !sequences.Contains(e.Sequence))];

    public int Erase(AccountKey trail, long throughSequence)
    {
        _erased[trail] = Math.Max(ErasedThrough(trail), throughSequence);
        List<AuditEvent> kept = [.. Inside(trail).Where(e => e.Sequence > throughSequence)];
        var count = Inside(trail).Count - kept.Count;
        _inside[trail] = kept;
        return count;
    }
}
