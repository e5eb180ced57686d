namespace TwoFactor;

/// <summary>
/// A point in time or none, in eight bytes where a nullable <see cref="DateTimeOffset"/> takes twenty-four: accounts
/// and factors are copied with each change. The offset is not kept; all times of a record are of UTC.
/// </summary>
internal readonly record struct Moment
{
    // One more than the ticks, so that the default is none.
    private readonly long _ticks;

    public Moment(DateTimeOffset? time) => _ticks = time is { } value ? value.UtcTicks + 1 : 0;

    public DateTimeOffset? Time => _ticks == 0 ? null : new DateTimeOffset(_ticks - 1, TimeSpan.Zero);
}
