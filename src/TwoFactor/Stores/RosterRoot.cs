namespace TwoFactor;

/// <summary>Which pages of the roster there are: one that is gone was removed.</summary>
internal sealed record RosterRoot
{
    /// <summary>One bit a page.</summary>
    public byte[] Pages { get; init; } = [];

    public bool Has(int page) => page / 8 < Pages.Length && (Pages[page / 8] & (1 << (page % 8))) != 0;

    public RosterRoot With(int page)
    {
        var pages = new byte[Roster.PageCount / 8];
        Pages.CopyTo(pages, 0);
        pages[page / 8] |= (byte)(1 << (page % 8));
        return new() { Pages = pages };
    }
}
