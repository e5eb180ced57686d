namespace WebSample.Data;

/// <summary>A group of users.</summary>
public sealed class Group
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public List<AppUser> Members { get; } = [];
}
